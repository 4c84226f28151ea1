import type { Manifest } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';

/** An app of cdk8s: what has charts. */
export interface AppLike {
  /** Its charts, as they are when they are asked for. */
  readonly charts: readonly ChartLike[];
}

/** A chart of cdk8s: what turns into objects. */
export interface ChartLike {
  /** Its objects as plain data. */
  toJson(): readonly unknown[];
}

/** What manifests are taken from, without looking into files. */
export type ObjectSource = AppLike | ChartLike | Iterable<unknown>;

/**
 * The manifests of an app or a chart, or those that objects are; what is no Kubernetes object is left out.
 *
 * @throws Error when it is none of these
 */
export function manifestsIn(source: ObjectSource): Manifest[] {
  return objectsFrom(source).flatMap((object) => [...objectsOf(object)]);
}

function objectsFrom(source: unknown): readonly unknown[] {
  if (typeof source === 'object' && source !== null) {
    if ('charts' in source && Array.isArray(source.charts)) {
      return source.charts.flatMap(objectsFrom);
    }
    if ('toJson' in source && typeof source.toJson === 'function') {
      return objectsFrom(source.toJson());
    }
    if (Symbol.iterator in source) {
      return [...(source as Iterable<unknown>)];
    }
  }
  throw new Error('manifests are an app or a chart of cdk8s, a list of objects or of paths, or a MeshModel');
}
