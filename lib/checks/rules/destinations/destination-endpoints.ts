import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed, objectName } from '../../../catalogue/words';
import { destinationRulesOf, ELSEWHERE } from '../../../istiod/destination-rules/destination-rules';
import { selectedBy } from '../../../istiod/endpoints/endpoint-candidates';
import { bindingsOf, gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { idleWorkloads } from '../../../istiod/workloads/idle-workloads';
import { selectorText } from '../../../istiod/workloads/selectors';
import { carries, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { texts } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9224 = {
  code: 'IST9224',
  name: 'DestinationWithoutEndpoints',
  level: 'Warning',
  summary: 'A route leads to a host or a subset without endpoints, so Envoy answers 503.',
  texts: {
    idle: (name: string, workloads: readonly string[]) =>
      `no pod runs for "${name}", so requests get 503: ${workloads.join(', ')} ${workloads.length === 1 ? 'has' : 'have'} "replicas: 0"; raise the replicas, or send no requests here`,
    atGateway: (host: string, entry: string, gateways: readonly string[]) =>
      `${entry} has resolution NONE, so the gateway in namespace ${listed(gateways)} has no endpoints for "${host}", and requests get 503; set the resolution to DNS, or to STATIC with endpoints`,
  },
} as const satisfies MessageType;

/** Without an endpoint, Envoy answers 503. (G7) */
export const destinationEndpoints: Rule = {
  name: 'destination-endpoints',
  reports: [IST9224],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const finding = destination.takesRequests
        ? (withoutAddress(index, destination) ?? withoutPods(index, destination))
        : undefined;
      if (finding) {
        yield finding;
      }
    }
  },
};

/** A sidecar sends on to the address that its client called. At a gateway that would be the gateway itself. */
function withoutAddress(index: MeshIndex, destination: Destination): Finding | undefined {
  const { virtualService: object, field } = destination;
  const definitions = index.view(serviceRegistryOf).behind(destination.fullHost);
  const [first] = definitions;
  if (!first || !definitions.every(({ resolution }) => resolution === 'NONE')) {
    return undefined;
  }
  const using = gatewaysUsing(index, destination);
  const namespaces = firstFew(new Set(using.flatMap(({ pods }) => pods.map(({ namespace }) => namespace))));
  const text = IST9224.texts.atGateway(first.host, objectName(first.manifest), namespaces);
  return namespaces.length > 0 ? { type: IST9224, object, field: [...field, 'host'], text } : undefined;
}

function withoutPods(index: MeshIndex, destination: Destination): Finding | undefined {
  const { virtualService: object, field, subset } = destination;
  if (subset === '' && index.view(idleWorkloads).size === 0) {
    return undefined;
  }
  const [service, ...others] = index.view(serviceRegistryOf).behind(destination.fullHost);
  // The pods of a namespace may all be elsewhere.
  if (!service?.selector || others.length > 0 || index.view(workloadsOf).in(service.namespace).length === 0) {
    return undefined;
  }
  const subsets = subset === '' ? [{}] : labelsOf(index, service, destination);
  const [first, ...more] = subsets.map((labels) => index.view(podsBehind)(service, labels));
  // Clients that follow different rules may get different pods.
  if (!first || [first, ...more].some(({ is }) => is === 'running')) {
    return undefined;
  }
  // IST0173 reports a subset without pods, and the pods of a Service may all be elsewhere.
  if (first.is !== 'idle') {
    return undefined;
  }
  const workloads = firstFew(first.workloads.map(({ manifest }) => objectName(manifest)));
  const text = IST9224.texts.idle(subset === '' ? service.host : subset, workloads);
  return { type: IST9224, object, field: [...field, subset === '' ? 'host' : 'subset'], text };
}

/** The labels of a subset in the rules that gateways, clients beside the Service, and clients elsewhere follow. */
function labelsOf(index: MeshIndex, service: MeshService, { virtualService, subset }: Destination): Labels[] {
  const rules = index.view(destinationRulesOf);
  const gateways = index
    .view(bindingsOf)(virtualService)
    .gateways.flatMap(({ pods }) => pods);
  const namespaces = new Set([
    ...gateways.map(({ namespace }) => namespace),
    virtualService.namespace,
    service.namespace,
    ELSEWHERE,
  ]);
  return [...namespaces]
    .flatMap((namespace) => rules.followedIn(namespace, service))
    .flatMap(({ subsets }) => {
      const defined = subsets.get(subset);
      return defined ? [texts(defined.labels)] : [];
    });
}

/** The pods of a Service that carry some labels. */
type PodsBehind =
  | { readonly is: 'running' }
  | { readonly is: 'idle'; readonly workloads: readonly Workload[] }
  | { readonly is: 'unknown' };

function podsBehind(index: MeshIndex): (service: MeshService, labels: Labels) => PodsBehind {
  const idle = index.view(idleWorkloads);
  const selected = memoized(
    (service: MeshService) => service,
    (service) => selectedBy(index, service, service.selector ?? {}),
  );
  return memoized(
    ({ host, namespace }, labels) => `${host} ${namespace} ${selectorText(labels)}`,
    (service, labels) => {
      const { pods, machines } = selected(service);
      const carriesThem = (workload: Workload) => carries(workload.labels, labels);
      const workloads = pods.filter(carriesThem);
      if (machines.some(carriesThem) || workloads.some((workload) => !idle.has(workload))) {
        return { is: 'running' };
      }
      return workloads.length > 0 ? { is: 'idle', workloads } : { is: 'unknown' };
    },
  );
}
