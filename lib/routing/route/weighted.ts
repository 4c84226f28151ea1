import { type Fields, numberOf } from '../../manifests/fields';

/** A destination of a route, as it is written, and its share of the requests. */
export interface Weighted {
  readonly fields: Fields;
  /** From 0 to 1. */
  readonly share: number;
}

/**
 * The destinations of a route with their shares. The weight of a single destination does not count; of several, those
 * without a weight are dropped. (F7)
 */
export function weighted(destinations: readonly Fields[]): readonly Weighted[] {
  const [only] = destinations;
  if (destinations.length === 1 && only) {
    return [{ fields: only, share: 1 }];
  }
  const positive = destinations.filter((fields) => weightOf(fields) > 0);
  const total = positive.reduce((sum, fields) => sum + weightOf(fields), 0);
  return positive.map((fields) => ({ fields, share: weightOf(fields) / total }));
}

function weightOf({ weight }: Fields): number {
  return numberOf(weight) ?? 0;
}
