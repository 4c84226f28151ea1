import { ApiObject } from 'cdk8s';
import { type Labels, serviceAccountOf, workloadOf } from '../../istiod/workloads/workloads';
import { fieldsOf } from '../../manifests/fields';
import { POD, POD_OWNERS } from '../../manifests/kinds';
import { type FieldPath, manifestOf, texts } from '../../manifests/manifest';
import type { Rendering } from '../rendering';
import {
  type IDeploymentOwner,
  type IKubernetesObject,
  type IKubernetesWorkload,
  isOfKind,
  nameOf,
} from './objects';

/** An object that runs pods, of any version of cdk8s-plus or as an `ApiObject`, or a construct with a Deployment. */
export type WorkloadLike = IKubernetesWorkload | IDeploymentOwner | ApiObject;

/** What is known of an object that runs pods. */
export interface KnownWorkload {
  readonly kind: string;
  readonly name: string;
  /** Undefined if `kubectl apply` decides it. */
  readonly namespace: string | undefined;
  /** The labels by which the object selects its pods; undefined if it has none of its own. */
  readonly selected: Labels | undefined;
  /** The labels of the pods. */
  readonly podLabels: Labels;
  /** The name of the ServiceAccount of the pods; undefined for the default one of the namespace. */
  readonly serviceAccount: string | undefined;
}

/** Whether an object runs pods, or has a Deployment that does. */
export function isWorkload(object: object): object is WorkloadLike {
  return (
    'podMetadata' in object ||
    'deployment' in object ||
    (ApiObject.isApiObject(object) && [POD, ...POD_OWNERS].some((kind) => isOfKind(kind, object)))
  );
}

/** What is known of an object that runs pods; undefined, and refused, if it runs none. */
export function knownWorkload(
  object: WorkloadLike,
  rendering: Rendering,
  field: FieldPath,
): KnownWorkload | undefined {
  if (!isWorkload(object)) {
    const { kind, name } = object as Partial<IKubernetesObject>;
    rendering.refuse(
      field,
      `refers to ${nameOf({ kind, name })}, which runs no pods; use labels, or an object that runs pods, such as a Deployment`,
    );
    return undefined;
  }
  if (ApiObject.isApiObject(object)) {
    return workloadOfApiObject(object);
  }
  return 'deployment' in object ? knownWorkload(object.deployment, rendering, field) : workloadOfPlus(object);
}

function workloadOfPlus(workload: IKubernetesWorkload): KnownWorkload {
  const { kind, name, metadata, podMetadata, matchLabels, serviceAccount } = workload;
  return {
    kind,
    name,
    namespace: metadata.namespace,
    // Kubernetes generates the selector of a Job.
    selected: ['Job', 'CronJob'].includes(kind) ? undefined : matchLabels,
    podLabels: texts(fieldsOf(podMetadata.toJson()).labels),
    serviceAccount: serviceAccount?.name,
  };
}

function workloadOfApiObject(object: ApiObject): KnownWorkload | undefined {
  const { kind, name, metadata } = object;
  const manifest = manifestOf(object.toJson());
  const [workload] = manifest ? workloadOf(manifest) : [];
  const selector = fieldsOf(fieldsOf(manifest?.spec).selector);
  // The selector of a ReplicationController is a map of labels.
  const labels = kind === 'ReplicationController' ? selector : selector.matchLabels;
  const account = workload && serviceAccountOf(workload);
  return {
    kind,
    name,
    namespace: metadata.namespace,
    selected: labels === undefined || ['Job', 'CronJob'].includes(kind) ? undefined : texts(labels),
    podLabels: workload?.labels ?? {},
    serviceAccount: account === 'default' ? undefined : account,
  };
}
