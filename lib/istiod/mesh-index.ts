import type { Kind } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';
import { ManifestIndex } from '../manifests/manifest-index';
import { DEFAULT_MESH, type MeshConfig } from './mesh-config';
import { isReadByIstiod } from './revision';

/**
 * The manifests of a mesh that istiod reads, together with the mesh's configuration: all that istiod computes from. Each
 * fact about the mesh is a view of this index, such as `index.view(workloadsOf)`.
 */
export class MeshIndex extends ManifestIndex {
  /**
   * The custom resources that are labelled for another revision of Istio. No view may read them; only checks of one object
   * alone and explanations do. (0.1)
   */
  readonly unread: ManifestIndex;

  /**
   * @param manifests of one name, the first counts
   * @param mesh the configuration of the mesh
   * @param opaque objects that exist and that nothing can be read from; in the namespace `*`, wherever they are asked for
   */
  constructor(
    manifests: Iterable<Manifest>,
    readonly mesh: MeshConfig = DEFAULT_MESH,
    opaque: Iterable<Manifest> = [],
  ) {
    const { read, unread } = parted([...manifests]);
    super(read, opaque);
    this.unread = new ManifestIndex(unread);
  }

  /** All objects of a kind, also those that istiod does not read. */
  written<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    const unread = this.unread.all(kind);
    return unread.length === 0 ? this.all(kind) : [...this.all(kind), ...unread];
  }
}

/** An object has one revision: of several with one name, the cluster keeps one before istiod looks at its labels. */
function parted(manifests: readonly Manifest[]): {
  readonly read: readonly Manifest[];
  readonly unread: readonly Manifest[];
} {
  if (manifests.every(isReadByIstiod)) {
    return { read: manifests, unread: [] };
  }
  const stored = [...new ManifestIndex(manifests).manifests()];
  return {
    read: stored.filter(isReadByIstiod),
    unread: stored.filter((manifest) => !isReadByIstiod(manifest)),
  };
}
