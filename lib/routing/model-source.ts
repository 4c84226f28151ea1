import type { Manifest } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';
import { whyNoObject } from '../manifests/why-no-object';

/** An app of cdk8s, which has charts. */
export interface AppLike {
  /** The charts as they are now. */
  readonly charts: readonly ChartLike[];
}

/** A chart of cdk8s, which turns into objects. */
export interface ChartLike {
  /** The objects as plain data. */
  toJson(): readonly unknown[];
}

/** Where manifests come from, except for files. */
export type ObjectSource = AppLike | ChartLike | Iterable<unknown>;

/**
 * The manifests of an app, a chart or a list of objects. `null` and `undefined` in the list, which empty documents of YAML
 * give, are left out.
 *
 * @throws Error if the source is none of these, or if an item of the list is not an object of Kubernetes
 */
export function manifestsIn(source: ObjectSource): Manifest[] {
  return objectsFrom(source).flatMap((object, i) => {
    const isEmpty = object === undefined || object === null;
    const why = isEmpty ? undefined : whyNoObject(object);
    if (why !== undefined) {
      throw new Error(`item ${i} of the manifests ${why}`);
    }
    return [...objectsOf(object)];
  });
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
  throw new Error(
    'manifests are expected as an app or a chart of cdk8s, a list of objects or paths, or a MeshModel',
  );
}
