import { ApiObject } from 'cdk8s';
import { fieldsOf, textsIn } from '../manifests/fields';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../manifests/kinds';
import type { ObjectRef } from '../manifests/object-ref';
import { type IKubernetesObjectOfApp, isOfKind, nameOf } from './kubernetes/objects';
import { knownService, serviceHost } from './kubernetes/service';
import { isWorkload, knownWorkload, type WorkloadLike } from './kubernetes/workload';
import type { ServiceLike } from './references';
import type { Rendering } from './rendering';
import { Destination } from './traffic/destination';
import type { ServiceEntry } from './traffic/service-entry';
import type { WorkloadEntry } from './workloads/workload-entry';

/**
 * What requests go to: a workload, a Service, a destination such as `rule.subset('v2')`, a ServiceEntry or a WorkloadEntry. An
 * `EchoServer` stands for its Deployment.
 */
export type TracedTarget = WorkloadLike | ServiceLike | Destination | ServiceEntry | WorkloadEntry;

/** A workload, or hosts and perhaps a subset of them. */
export type TargetObject = ObjectRef | { readonly hosts: readonly string[]; readonly subset?: string };

/** The namespace of objects that have none, as `kubectl apply` and traces read them. */
export const DEFAULT_NAMESPACE = 'default';

/** Names are full, and a mistake is an error of the test. */
export const FULL_NAMES = {
  foreignNamespace: (_: unknown, { namespace }: { namespace: string | undefined }) =>
    namespace ?? DEFAULT_NAMESPACE,
  refuseUnknownSubset: () => {},
  refuse(_: unknown, message: string) {
    throw new Error(message);
  },
} as unknown as Rendering;

/** A workload as traces name it. */
export function workloadRef(workload: WorkloadLike): ObjectRef {
  const known = knownWorkload(workload, FULL_NAMES, []);
  const { kind = '', name = '', namespace = DEFAULT_NAMESPACE } = known ?? {};
  return { kind, namespace, name };
}

/**
 * What requests go to as traces name it.
 *
 * @throws Error if requests cannot go to the object
 */
export function targetObject(target: TracedTarget): TargetObject {
  if (typeof target !== 'object' || target === null) {
    throw new Error(
      `has ${String(target)}; use a workload, a Service, a subset or a ServiceEntry, or its name`,
    );
  }
  if (target instanceof Destination) {
    const { host, subset } = target._render(FULL_NAMES, []);
    return subset === undefined ? { hosts: [host] } : { hosts: [host], subset };
  }
  if (isWorkload(target)) {
    return workloadRef(target);
  }
  const object: Partial<IKubernetesObjectOfApp> = target as object;
  if (isOfKind(WORKLOAD_ENTRY, object)) {
    return objectRef(object);
  }
  if (isOfKind(SERVICE_ENTRY, object)) {
    const spec = fieldsOf(ApiObject.of(target as ServiceEntry).toJson().spec);
    return { hosts: textsIn(spec.hosts) };
  }
  const isService = 'serviceName' in target || 'service' in target || object.kind === 'Service';
  if (!isService) {
    throw new Error(
      `refers to ${nameOf(object)}, which requests do not go to; use a workload, a Service, a subset or a ServiceEntry, or its name`,
    );
  }
  return { hosts: [serviceHost(knownService(target as ServiceLike, FULL_NAMES, []), FULL_NAMES, [])] };
}

/** A policy or another object as traces name it. */
export function objectRef({ kind = '', name = '', metadata }: Partial<IKubernetesObjectOfApp>): ObjectRef {
  return { kind, namespace: metadata?.namespace ?? DEFAULT_NAMESPACE, name };
}
