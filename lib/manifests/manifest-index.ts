import { ANY_NAMESPACE } from './external-object';
import type { Kind } from './kinds';
import type { Manifest } from './manifest';

/** Manifests by kind, namespace and name, with views that are made once, when first asked for. */
export class ManifestIndex {
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byName = new Map<string, Manifest>();
  private readonly views = new Map<unknown, unknown>();
  private readonly opaque: ReadonlySet<string>;

  /**
   * @param manifests of one name, the first counts
   * @param opaque objects that exist and that nothing can be read from; in the namespace `*`, wherever they are asked for
   */
  constructor(manifests: Iterable<Manifest>, opaque: Iterable<Manifest> = []) {
    for (const manifest of manifests) {
      const key = keyOf(manifest, manifest.namespace, manifest.name);
      if (this.byName.has(key)) {
        continue;
      }
      this.byName.set(key, manifest);
      const kind = kindKey(manifest);
      const known = this.byKind.get(kind);
      if (known) {
        known.push(manifest);
      } else {
        this.byKind.set(kind, [manifest]);
      }
    }
    this.opaque = new Set([...opaque].map((one) => keyOf(one, one.namespace, one.name)));
  }

  /** All objects of a kind, in the order they were given. */
  all<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    return (this.byKind.get(kindKey(kind)) ?? []) as Manifest<Spec>[];
  }

  /** All objects of all kinds. */
  manifests(): Iterable<Manifest> {
    return this.byName.values();
  }

  get<Spec>(kind: Kind<Spec>, namespace: string, name: string): Manifest<Spec> | undefined {
    return this.byName.get(keyOf(kind, namespace, name)) as Manifest<Spec> | undefined;
  }

  /** Whether there is such an object, be it one that nothing can be read from. */
  has(kind: Kind, namespace: string, name: string): boolean {
    const key = keyOf(kind, namespace, name);
    return this.byName.has(key) || this.opaque.has(key) || this.opaque.has(keyOf(kind, ANY_NAMESPACE, name));
  }

  /** What `make` makes of this index: made once, and shared by all who ask for it by the same function. */
  view<View>(make: (index: this) => View): View {
    if (!this.views.has(make)) {
      this.views.set(make, make(this));
    }
    return this.views.get(make) as View;
  }
}

function kindKey({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}

function keyOf(kind: { group: string; kind: string }, namespace: string, name: string): string {
  return `${kindKey(kind)} ${namespace}/${name}`;
}
