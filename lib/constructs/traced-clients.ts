import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { alternatives } from '../catalogue/words';
import { DEFAULT_GATEWAY_LABELS } from '../istiod/profile/installed-profile';
import { carries } from '../istiod/workloads/workloads';
import { fieldsOf } from '../manifests/fields';
import { GATEWAY, SERVICE_ACCOUNT } from '../manifests/kinds';
import { texts } from '../manifests/manifest';
import type { Gateway } from './gateway/gateway';
import { type IKubernetesServiceAccount, isOfKind, nameOf } from './kubernetes/objects';
import { knownServiceAccount } from './kubernetes/service-account';
import { isWorkload, type KnownWorkload, knownWorkload, type WorkloadLike } from './kubernetes/workload';
import { DEFAULT_NAMESPACE, FULL_NAMES, workloadRef } from './traced-objects';

/**
 * What sends requests in the mesh, or lets them in. An `EchoServer` stands for its Deployment, a ServiceAccount for the workload that
 * runs as it, and a Gateway for the workload that it configures.
 */
export type TracedClient = WorkloadLike | IKubernetesServiceAccount | Gateway;

/** What an object stands for as the source of a request. */
export type ClientSource = 'gateway' | `gateway:${string}/${string}` | `mesh:${string}/${string}`;

/**
 * The source of a request that an object stands for.
 *
 * @throws Error if the object stands for none, or for one of several
 */
export function clientSource(client: TracedClient): ClientSource {
  if (isWorkload(client)) {
    const { namespace, name } = workloadRef(client);
    return `mesh:${namespace}/${name}`;
  }
  if (isOfKind(SERVICE_ACCOUNT, client)) {
    return sourceOfAccount(client as IKubernetesServiceAccount);
  }
  if (isOfKind(GATEWAY, client)) {
    return sourceOfGateway(client as Gateway);
  }
  const shown = 'gatewayName' in client ? 'a Gateway outside of the app' : nameOf(client);
  throw new Error(
    `refers to ${shown}, which sends no requests; use a workload, the ServiceAccount of one, or a Gateway of the app, or write it like "mesh:NAMESPACE/WORKLOAD"`,
  );
}

function sourceOfAccount(account: IKubernetesServiceAccount): ClientSource {
  const { name, namespace = DEFAULT_NAMESPACE } = knownServiceAccount(account, FULL_NAMES, []);
  const running = workloadsBeside(account).filter(
    (workload) => workload.serviceAccount === name && namespaceOf(workload) === namespace,
  );
  return theOnly(
    running.map((workload) => `mesh:${placeOf(workload)}` as const),
    {
      none: `refers to ${nameOf(account)}, as which no workload of the app runs; write "mesh:NAMESPACE/WORKLOAD"`,
      several: `refers to ${nameOf(account)}, as which several workloads run`,
    },
  );
}

/** The gateway of the default profile is one of those that a Gateway may configure. */
function sourceOfGateway(gateway: Gateway): ClientSource {
  const selector = texts(fieldsOf(fieldsOf(ApiObject.of(gateway).toJson()).spec).selector);
  const configured = workloadsBeside(gateway).filter(({ podLabels }) => carries(podLabels, selector));
  const sources = configured.map((workload) => `gateway:${placeOf(workload)}` as const);
  return theOnly(carries(DEFAULT_GATEWAY_LABELS, selector) ? ['gateway', ...sources] : sources, {
    none: `refers to ${nameOf(gateway)}, which selects no workload of the app; write "gateway:NAMESPACE/WORKLOAD"`,
    several: `refers to ${nameOf(gateway)}, which selects several workloads`,
  });
}

function theOnly(
  sources: readonly ClientSource[],
  message: { readonly none: string; readonly several: string },
): ClientSource {
  // The raw object of a workload is a workload as well.
  const [source, ...others] = [...new Set(sources)];
  if (source === undefined) {
    throw new Error(message.none);
  }
  if (others.length > 0) {
    const all = [source, ...others].map((each) => `"${each}"`);
    throw new Error(`${message.several}; write ${alternatives(all)}`);
  }
  return source;
}

/** The workloads of the app that a construct is part of. */
function workloadsBeside(construct: unknown): KnownWorkload[] {
  const { root } = (construct as IConstruct).node;
  return root.node
    .findAll()
    .filter((each) => isWorkload(each))
    .flatMap((each) => knownWorkload(each, FULL_NAMES, []) ?? []);
}

function placeOf(workload: KnownWorkload): `${string}/${string}` {
  return `${namespaceOf(workload)}/${workload.name}`;
}

function namespaceOf({ namespace = DEFAULT_NAMESPACE }: KnownWorkload): string {
  return namespace;
}
