import { fieldsOf } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';

/** The order in which istiod takes objects: by age, then by name, then by namespace. (0.2) */
export function oldestFirst<Spec>(manifests: readonly Manifest<Spec>[]): readonly Manifest<Spec>[] {
  if (manifests.length < 2) {
    return manifests;
  }
  return manifests
    .map((manifest) => ({ manifest, time: createdAt(manifest) }))
    .sort(
      (a, b) =>
        a.time - b.time ||
        compare(a.manifest.name, b.manifest.name) ||
        compare(a.manifest.namespace, b.manifest.namespace),
    )
    .map(({ manifest }) => manifest);
}

/** As Go compares texts, and not as a language would sort them. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds; objects that are not in a cluster yet are all of one age. */
function createdAt({ object }: Manifest): number {
  const { creationTimestamp } = fieldsOf(object.metadata);
  const time = typeof creationTimestamp === 'string' ? Date.parse(creationTimestamp) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
