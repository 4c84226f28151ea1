import { fieldsOf } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';

/** The order in which istiod takes objects: by age, then by name, then by namespace. (0.2) */
export function oldestFirst<Spec>(manifests: readonly Manifest<Spec>[]): readonly Manifest<Spec>[] {
  return manifests.length < 2 ? manifests : [...manifests].sort(byAge);
}

export function byAge(a: Manifest, b: Manifest): number {
  return compare(createdAt(a), createdAt(b)) || compare(a.name, b.name) || compare(a.namespace, b.namespace);
}

export function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds; objects that are not in a cluster yet are all of one age. */
export function createdAt({ object }: Manifest): number {
  const { creationTimestamp } = fieldsOf(object.metadata);
  const time = typeof creationTimestamp === 'string' ? Date.parse(creationTimestamp) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
