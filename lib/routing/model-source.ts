import type { Manifest } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';

/** An app of cdk8s: what has charts that turn into objects. */
export interface AppLike {
  /** Its charts, as they are when they are asked for. */
  readonly charts: readonly ChartLike[];
}

/** A chart of cdk8s. */
export interface ChartLike {
  /** Its objects as plain data. */
  toJson(): readonly unknown[];
}

export function isApp(source: object): source is AppLike {
  return 'charts' in source && Array.isArray(source.charts);
}

/** The manifests that an app or objects are; what is no Kubernetes object is left out. */
export function manifestsIn(source: AppLike | Iterable<unknown>): Manifest[] {
  const objects = isApp(source) ? source.charts.flatMap((chart) => chart.toJson()) : [...source];
  return objects.flatMap((object) => [...objectsOf(object)]);
}
