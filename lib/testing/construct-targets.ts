import { nameOf } from '../constructs/kubernetes/objects';
import { objectRef, type TracedTarget, targetObject } from '../constructs/traced-objects';
import {
  type DenialExpectation as DenialOf,
  mirrorsIn,
  type RouteExpectation as RouteOf,
  type Target,
} from '../expectations';
import type { ObjectRef } from '../routing';

/** A workload, as `NAME` or `NAMESPACE/NAME`, the full name of a host, or what stands for them in the app. */
export type RouteTarget = string | TracedTarget;

/** An object of the app, such as an AuthorizationPolicy. */
export interface PolicyObject {
  /** The kind, such as `AuthorizationPolicy`. */
  readonly kind: string;
  /** The name in the cluster. */
  readonly name: string;
  /** The metadata, of which only the namespace counts. */
  readonly metadata: { readonly namespace?: string };
}

/** Where requests are expected to go, and what happens to them on the way. */
export interface RouteExpectation extends RouteOf<RouteTarget> {
  /**
   * Where they go: a workload as `NAME` or `NAMESPACE/NAME`, the full name of a host, or an object of the app: a workload, a
   * Service, a subset (`rule.subset('v2')`), a ServiceEntry or an `EchoServer`.
   */
  readonly to: RouteTarget;
}

/** Which policy is expected to deny requests. */
export interface DenialExpectation extends DenialOf<string | PolicyObject> {
  /**
   * The AuthorizationPolicy or RequestAuthentication that denies, as `NAME` or `NAMESPACE/NAME`, or as an object of the app. If
   * there are several ALLOW policies and none matches, no single policy denies.
   *
   * @default - any, or none
   */
  readonly by?: string | PolicyObject;
}

/**
 * An expectation as plain data.
 *
 * @throws Error if requests cannot go to an object
 */
export function plainRoute({ to, mirrored, ...others }: RouteExpectation): RouteOf {
  return {
    ...others,
    to: plainTarget(to, 'to'),
    ...(mirrored === undefined
      ? {}
      : {
          mirrored: mirrorsIn<RouteTarget>(mirrored).map((mirror) => ({
            to: plainTarget(mirror.to, 'mirrored'),
            percentage: mirror.percentage,
          })),
        }),
  };
}

/**
 * An expectation as plain data.
 *
 * @throws Error if an object is not a policy that denies requests
 */
export function plainDenial({ by, ...others }: DenialExpectation): DenialOf {
  if (typeof by !== 'object') {
    return by === undefined ? others : { ...others, by };
  }
  if (!DENYING.includes(by.kind)) {
    throw new Error(
      `toDeny: "by" refers to ${nameOf(by)}, which denies no requests; use an AuthorizationPolicy or a RequestAuthentication, or its name`,
    );
  }
  return { ...others, by: objectRef(by) };
}

const DENYING: readonly string[] = ['AuthorizationPolicy', 'RequestAuthentication'];

/** A target as messages call it. */
export function targetName(target: Target | ObjectRef): string {
  if (typeof target === 'string') {
    return JSON.stringify(target);
  }
  if ('kind' in target) {
    return `${target.kind} ${target.namespace}/${target.name}`;
  }
  const subset = target.subset === undefined ? '' : ` subset ${target.subset}`;
  return `${target.hosts.join(' or ')}${subset}`;
}

function plainTarget(target: RouteTarget, field: string): Target {
  if (typeof target === 'string') {
    return target;
  }
  try {
    return targetObject(target);
  } catch (error) {
    throw new Error(`toRoute: "${field}" ${(error as Error).message}`);
  }
}
