import { memoized } from '../../manifests/collections';
import { objectsIn, textsIn } from '../../manifests/fields';
import type { MeshIndex } from '../mesh-index';
import { firstTargets, isPortTranslated, serviceTargets } from '../workloads/pod-ports';
import { SelectorIndex, selectorText } from '../workloads/selectors';
import { containersOf, type Labels, type Workload, workloadsOf } from '../workloads/workloads';
import { type Gateway, gatewaysOf } from './gateways';
import { type MergedServers, mergeServers } from './merge-servers';

/** The first port that a process may listen on without privileges. */
const FIRST_UNPRIVILEGED = 1024;

/** Whether the pods of a workload run Envoy as a gateway, by the arguments of a container or by the injection template. (A1) */
export function isGateway(workload: Workload): boolean {
  const templates = (workload.annotations['inject.istio.io/templates'] ?? '').split(',');
  return (
    templates.some((template) => template.trim() === 'gateway') ||
    containersOf(workload).some(({ args }) => textsIn(args).includes('router'))
  );
}

/** The workloads that the selector of a Gateway selects; ask for them by `index.view(gatewayPods)`. (A1) */
export function gatewayPods(index: MeshIndex): (selector: Labels) => readonly Workload[] {
  const workloads = index.view(workloadsOf);
  return memoized(selectorText, (selector) => workloads.selectedBy(selector));
}

/** The Gateways that select the pods of a workload, oldest first; ask for them by `index.view(gatewaysFor)`. (A1) */
export function gatewaysFor(index: MeshIndex): (workload: Workload) => readonly Gateway[] {
  const gateways = new SelectorIndex(index.view(gatewaysOf), ({ selector }) => selector);
  return ({ labels }) => gateways.selecting(labels);
}

/** The port that a gateway listens on for a server; ask by `index.view(listenerPorts)`. (A2) */
export function listenerPorts(index: MeshIndex): (gateway: Workload) => (serverPort: number) => number {
  const targetsOf = index.view(serviceTargets);
  return memoized(
    (gateway) => gateway,
    (gateway) => {
      const ports = firstTargets(targetsOf(gateway).filter(({ service }) => isPortTranslated(service)));
      return (serverPort) => ports.get(serverPort) ?? serverPort;
    },
  );
}

/** The servers of all Gateways that select a workload, merged by port; ask by `index.view(mergedServers)`. (A6) */
export function mergedServers(index: MeshIndex): (gateway: Workload) => MergedServers {
  const gatewaysAt = index.view(gatewaysFor);
  const portsOf = index.view(listenerPorts);
  return memoized(
    (gateway) => gateway,
    (gateway) => {
      const servers = gatewaysAt(gateway).flatMap((one) => one.servers);
      return mergeServers(servers, portsOf(gateway));
    },
  );
}

/** Whether a gateway may listen on a port. On a port below 1024 it needs privileges. (A2) */
export function mayListen(gateway: Workload, port: number): boolean {
  const isUnprivileged = containersOf(gateway)
    .flatMap(({ env }) => objectsIn(env))
    .some(({ name, value }) => name === 'ISTIO_META_UNPRIVILEGED_POD' && value === 'true');
  return !isUnprivileged || port >= FIRST_UNPRIVILEGED;
}
