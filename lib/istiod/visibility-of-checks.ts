import { textEntries } from '../manifests/fields';

/** The namespaces that see an object; undefined where all do. (B2) */
export type Visibility = ReadonlySet<string> | undefined;

/** What `exportTo` means for an object of `namespace`. */
export function visibilityOf(exportTo: unknown, namespace: string): Visibility {
  const entries = textEntries(exportTo).map(([, entry]) => entry);
  if (entries.length === 0 || entries.includes('*')) {
    return undefined;
  }
  return new Set(entries.includes('~') ? [] : entries.map((entry) => (entry === '.' ? namespace : entry)));
}

/** Whether a namespace is among those that see it. */
export function isVisibleIn(visibility: Visibility, namespace: string): boolean {
  return visibility === undefined || visibility.has(namespace);
}
