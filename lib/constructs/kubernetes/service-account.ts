import { ApiObject } from 'cdk8s';
import { SERVICE_ACCOUNT } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';
import { acceptsKind, type IKubernetesServiceAccount } from './objects';
import { isWorkload, knownWorkload, type WorkloadLike } from './workload';

/**
 * A ServiceAccount, or a workload that runs as one: a construct of cdk8s-plus, an `ApiObject`, or an `EchoServer`.
 * `ServiceAccount.fromServiceAccountName` of cdk8s-plus refers to one that is not part of this app; without a namespace, it
 * means the namespace `default`.
 */
export type ServiceIdentity = IKubernetesServiceAccount | WorkloadLike;

/** What is known of a ServiceAccount. */
export interface KnownServiceAccount {
  readonly name: string;
  /** Undefined if `kubectl apply` decides it. */
  readonly namespace: string | undefined;
}

/** The ServiceAccount of an identity. It refuses an object of another kind, and the default ServiceAccount. */
export function knownServiceAccount(
  identity: ServiceIdentity,
  rendering: Rendering,
  field: FieldPath,
): KnownServiceAccount {
  if (isWorkload(identity)) {
    return accountOfWorkload(identity, rendering, field);
  }
  if (!acceptsKind(SERVICE_ACCOUNT, identity, rendering, field)) {
    return { name: identity.name, namespace: rendering.namespace };
  }
  if (ApiObject.isApiObject(identity)) {
    return { name: identity.name, namespace: identity.metadata.namespace };
  }
  const { name, namespace } = identity.toSubjectConfiguration();
  return { name, namespace };
}

function accountOfWorkload(
  workload: WorkloadLike,
  rendering: Rendering,
  field: FieldPath,
): KnownServiceAccount {
  const known = knownWorkload(workload, rendering, field);
  if (known?.serviceAccount === undefined) {
    rendering.refuse(
      field,
      `names ${known?.kind} "${known?.name}", which runs as the ServiceAccount that all pods of its namespace have by default; ` +
        'give it one of its own',
    );
  }
  // A pod can only run as a ServiceAccount in its own namespace.
  return { name: known?.serviceAccount ?? 'default', namespace: known?.namespace };
}
