import type { Kind } from '../manifests/kinds';
import { isOf, type Manifest } from '../manifests/manifest';
import { applied, ManifestIndex, type Objects } from '../manifests/manifest-index';
import { type IstioVersion, NEWEST_VERSION } from './istio-version';
import { DEFAULT_MESH, type MeshConfig } from './mesh-config';
import { isReadByIstiod } from './revision';

/**
 * The objects that istiod reads, and the configuration of the mesh: everything that istiod works with. Each fact about
 * the mesh is a view of this index, such as `index.view(workloadsOf)`.
 */
export class MeshIndex extends ManifestIndex {
  /**
   * The custom resources that are labelled for another revision of Istio. Views must not read them. Checks of a single
   * object and explanations do. (0.1)
   */
  readonly unread: ManifestIndex;
  /** The manifests that later ones with the same name replace. Views must not read them. */
  readonly replaced: readonly Manifest[];

  /**
   * @param manifests in the order in which they are applied: of several objects with one name, the last counts
   * @param mesh the configuration of the mesh
   * @param opaque objects that exist, but cannot be read. An object in namespace `*` exists in every namespace.
   * @param istio the version of istiod
   */
  constructor(
    manifests: Iterable<Manifest>,
    readonly mesh: MeshConfig = DEFAULT_MESH,
    opaque: Iterable<Manifest> = [],
    readonly istio: IstioVersion = NEWEST_VERSION,
  ) {
    const { stored, replacements } = applied(manifests);
    const { read, unread } = parted(stored);
    super(read, opaque);
    this.unread = new ManifestIndex(unread);
    this.replaced = replacements.map(({ earlier }) => earlier);
  }

  /** All objects of a kind in the cluster, including those that istiod does not read. */
  stored<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    const unread = this.unread.all(kind);
    return unread.length === 0 ? this.all(kind) : [...this.all(kind), ...unread];
  }

  /** The manifests of a kind that later ones replace. */
  replacedOf<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    return this.replaced.filter((manifest): manifest is Manifest<Spec> => isOf(kind, manifest));
  }

  /** All manifests of a kind, including those that later ones replace. */
  written<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    const replaced = this.replacedOf(kind);
    return replaced.length === 0 ? this.stored(kind) : [...this.stored(kind), ...replaced];
  }
}

/** The last copy decides about the revision, because the cluster keeps only this one. */
function parted(stored: Objects): { readonly read: Objects; readonly unread: Objects } {
  const unread = new Map<string | Manifest, Manifest>();
  for (const [key, manifest] of stored) {
    if (!isReadByIstiod(manifest)) {
      unread.set(key, manifest);
    }
  }
  const read = unread.size === 0 ? stored : new Map([...stored].filter(([key]) => !unread.has(key)));
  return { read, unread };
}
