import { fieldsOf } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';

/** Sorts objects of one kind as istiod does: by age, then by name, then by namespace. (0.2) */
export function oldestFirst<Spec>(manifests: readonly Manifest<Spec>[]): readonly Manifest<Spec>[] {
  return sortedByAge(
    manifests,
    (manifest) => manifest,
    (a, b) => compareTexts(a.name, b.name) || compareTexts(a.namespace, b.namespace),
  );
}

/** Sorts items by the age of their objects; `compareTies` decides between items of one age. */
export function sortedByAge<Item>(
  items: readonly Item[],
  manifestOf: (item: Item) => Manifest,
  compareTies: (a: Item, b: Item) => number,
): readonly Item[] {
  if (items.length < 2) {
    return items;
  }
  const times = new Map<Item, number>();
  for (const item of items) {
    const time = createdAt(manifestOf(item));
    if (time !== NEVER) {
      times.set(item, time);
    }
  }
  const time = (item: Item) => times.get(item) ?? NEVER;
  return items.toSorted(times.size === 0 ? compareTies : (a, b) => time(a) - time(b) || compareTies(a, b));
}

/** Compares texts by code units, as istiod does, rather than by the rules of a language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The time of objects that no cluster has created yet, which are all of one age. */
const NEVER = 0;

/** In milliseconds. */
function createdAt({ object }: Manifest): number {
  const { creationTimestamp } = fieldsOf(object.metadata);
  const time = typeof creationTimestamp === 'string' ? Date.parse(creationTimestamp) : Number.NaN;
  return Number.isNaN(time) ? NEVER : time;
}
