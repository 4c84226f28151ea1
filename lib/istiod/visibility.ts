import { textsIn } from '../manifests/fields';

/** To whom an object is exported. */
export interface Visibility {
  readonly isPublic: boolean;
  /** Those it is exported to by name, its own among them if it is; nobody where this is empty and it is not public. */
  readonly namespaces: ReadonlySet<string>;
  /** Whether it is exported to its own namespace and to no other. */
  readonly isPrivate: boolean;
}

const PUBLIC: Visibility = { isPublic: true, namespaces: new Set(), isPrivate: false };
const NOBODY: Visibility = { isPublic: false, namespaces: new Set(), isPrivate: false };

/**
 * What `exportTo` means for an object in `namespace`. (B2)
 *
 * @param byDefault what it is where nothing is written; without that an object is public
 */
export function visibilityOf(exportTo: unknown, namespace: string, byDefault?: unknown): Visibility {
  const written = textsIn(exportTo);
  const entries = written.length > 0 ? written : textsIn(byDefault);
  if (entries.length === 0 || entries.includes('*')) {
    return PUBLIC;
  }
  if (entries.includes('~')) {
    return NOBODY;
  }
  const namespaces = new Set(entries.map((entry) => (entry === '.' ? namespace : entry)));
  return { isPublic: false, namespaces, isPrivate: namespaces.size === 1 && namespaces.has(namespace) };
}

export function isVisibleIn({ isPublic, namespaces }: Visibility, namespace: string): boolean {
  return isPublic || namespaces.has(namespace);
}

/**
 * Those that a proxy in `namespace` sees, in the order in which they count for it: what is its namespace's own, what is
 * exported to it by name, what is public; in each group in the order they came. (C1)
 */
export function inOrderOfVisibility<Item extends { visibility: Visibility; namespace: string }>(
  items: readonly Item[],
  namespace: string,
): readonly Item[] {
  const isOwn = ({ visibility, namespace: own }: Item) =>
    visibility.namespaces.has(namespace) && own === namespace;
  const own = items.filter(isOwn);
  const exported = items.filter((item) => item.visibility.namespaces.has(namespace) && !isOwn(item));
  const shared = items.filter(({ visibility }) => visibility.isPublic);
  return own.length + exported.length === 0 ? shared : [...own, ...exported, ...shared];
}
