import { isSameData } from './collections';
import { ANY_NAMESPACE } from './external-object';
import { fieldsOf } from './fields';
import type { Kind } from './kinds';
import { identity, identityOf, type Manifest } from './manifest';

/** Objects by identity. The key of an object without an identity is the object itself. */
export type Objects = ReadonlyMap<string | Manifest, Manifest>;

/** An object, and a later one of the same kind, namespace and name that replaces it. */
export interface Replacement {
  readonly earlier: Manifest;
  readonly later: Manifest;
}

/** Whether both objects of a replacement have the same contents. */
export function isCopy({ earlier, later }: Replacement): boolean {
  return isSameData(contentOf(earlier), contentOf(later));
}

/** The object with its namespace, even if none is written. */
function contentOf({ object, namespace }: Manifest): unknown {
  return { ...object, metadata: { ...fieldsOf(object.metadata), namespace } };
}

/** What a cluster stores after `kubectl apply` has applied manifests one by one. */
export function applied(manifests: Iterable<Manifest>): {
  readonly stored: Objects;
  readonly replacements: readonly Replacement[];
} {
  const stored = new Map<string | Manifest, Manifest>();
  const replacements: Replacement[] = [];
  for (const manifest of manifests) {
    const key = identityOf(manifest) ?? manifest;
    const earlier = stored.get(key);
    if (earlier) {
      replacements.push({ earlier, later: manifest });
      // Otherwise the later object would take the place of the earlier one in the order.
      stored.delete(key);
    }
    stored.set(key, manifest);
  }
  return { stored, replacements };
}

/** Manifests by kind, namespace and name. Views of the index are made once, when they are first needed. */
export class ManifestIndex {
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly views = new Map<unknown, unknown>();
  private readonly opaque: ReadonlySet<string | undefined>;

  /**
   * @param objects the stored objects, in the order in which they were applied
   * @param opaque objects that exist, but cannot be read. An object in namespace `*` exists in every namespace.
   */
  constructor(
    private readonly objects: Objects,
    opaque: Iterable<Manifest> = [],
  ) {
    for (const manifest of objects.values()) {
      const kind = kindKey(manifest);
      const known = this.byKind.get(kind);
      if (known) {
        known.push(manifest);
      } else {
        this.byKind.set(kind, [manifest]);
      }
    }
    this.opaque = new Set([...opaque].map(identityOf));
  }

  /** All objects of a kind, in the order in which they were applied. */
  all<Spec>(kind: Kind<Spec>): readonly Manifest<Spec>[] {
    return (this.byKind.get(kindKey(kind)) ?? []) as Manifest<Spec>[];
  }

  /** All objects of all kinds. */
  manifests(): Iterable<Manifest> {
    return this.objects.values();
  }

  get<Spec>(kind: Kind<Spec>, namespace: string, name: string): Manifest<Spec> | undefined {
    return this.objects.get(identity(kind, namespace, name)) as Manifest<Spec> | undefined;
  }

  /** Whether an object exists, even if it cannot be read. */
  has(kind: Kind, namespace: string, name: string): boolean {
    const key = identity(kind, namespace, name);
    return (
      this.objects.has(key) || this.opaque.has(key) || this.opaque.has(identity(kind, ANY_NAMESPACE, name))
    );
  }

  /** What `make` returns for this index. It is called once, and all callers share the result. */
  view<View>(make: (index: this) => View): View {
    let view = this.views.get(make) as View | undefined;
    if (view === undefined && !this.views.has(make)) {
      view = make(this);
      this.views.set(make, view);
    }
    return view as View;
  }
}

function kindKey({ group, kind }: Kind): string {
  return `${group}/${kind}`;
}
