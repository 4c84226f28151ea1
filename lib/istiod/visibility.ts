import { fieldsOf, textsIn } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';
import type { MeshConfig } from './mesh-config';

/** The namespaces that an object is exported to. */
export interface Visibility {
  readonly isPublic: boolean;
  /** The namespaces by name; empty where the object is public or hidden from everybody. */
  readonly namespaces: ReadonlySet<string>;
}

const PUBLIC: Visibility = { isPublic: true, namespaces: new Set() };
/** Nobody sees the object. */
export const HIDDEN: Visibility = { isPublic: false, namespaces: new Set() };

/**
 * What `exportTo` means for an object in `namespace`. (B2)
 *
 * @param meshDefault the mesh's own `exportTo` for objects of this kind, which counts where the object has none
 */
export function visibilityOf(exportTo: unknown, namespace: string, meshDefault: unknown): Visibility {
  const own = textsIn(exportTo);
  const entries = own.length > 0 ? own : textsIn(meshDefault);
  if (entries.length === 0 || entries.includes('*')) {
    return PUBLIC;
  }
  if (entries.includes('~')) {
    return HIDDEN;
  }
  return {
    isPublic: false,
    namespaces: new Set(entries.map((entry) => (entry === '.' ? namespace : entry))),
  };
}

/** The namespaces that a VirtualService, or a delegate, is exported to. (B2) */
export function virtualServiceVisibility(
  { mesh }: { readonly mesh: MeshConfig },
  { spec, namespace }: Manifest,
): Visibility {
  return visibilityOf(fieldsOf(spec).exportTo, namespace, mesh.defaultVirtualServiceExportTo);
}

/** Whether an object has an `exportTo`, so that the default of the mesh does not apply. */
export function hasExportTo({ spec }: Manifest): boolean {
  return textsIn(fieldsOf(spec).exportTo).length > 0;
}

/** Whether an object is exported to a namespace. */
export function isVisibleIn({ isPublic, namespaces }: Visibility, namespace: string): boolean {
  return isPublic || namespaces.has(namespace);
}

/** The scope that stands for all namespaces. */
export const EVERYWHERE = '*';

/** The namespaces in which Istio's analyzers see an object. They do not know the mesh's own `exportTo`. (N) */
export function analyzerScopes(exportTo: unknown, namespace: string): readonly string[] {
  const { isPublic, namespaces } = visibilityOf(exportTo, namespace, []);
  return isPublic ? [EVERYWHERE] : [...namespaces];
}

/** Whether some namespace sees both of two objects. */
export function haveCommonViewers(a: Visibility, b: Visibility): boolean {
  if (a.isPublic) {
    return b.isPublic || b.namespaces.size > 0;
  }
  return [...a.namespaces].some((namespace) => isVisibleIn(b, namespace));
}

/**
 * The items that a proxy in `namespace` sees, in the order in which they count for it: first those of its own namespace
 * that name it, then those exported to it by name, then public ones. Each group keeps the given order. (C1)
 */
export function inOrderOfVisibility<Item extends { visibility: Visibility; namespace: string }>(
  items: readonly Item[],
  namespace: string,
): readonly Item[] {
  const named = items.filter(({ visibility }) => visibility.namespaces.has(namespace));
  const shared = items.filter(({ visibility }) => visibility.isPublic);
  if (named.length === 0) {
    return shared;
  }
  const own = named.filter((item) => item.namespace === namespace);
  const exported = named.filter((item) => item.namespace !== namespace);
  return [...own, ...exported, ...shared];
}
