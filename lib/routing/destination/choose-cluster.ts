import { type DestinationRule, destinationRulesOf } from '../../istiod/destination-rules/destination-rules';
import { type MeshPort, type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { meshServicesOf } from '../../istiod/registry/mesh-services';
import { isVisibleIn } from '../../istiod/visibility';
import type { Fields } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { DestinationRef, Endpoint, Hop, OutcomeKind } from '../result';
import { type Arrival, arrivalAt } from './arrive';
import { chooseEndpoints } from './choose-endpoints';
import type { Client } from './client';
import { portPolicy } from './traffic-policy';

/** A destination as a proxy knows it: the way to its endpoints, or why there is none. (O 8 to 10) */
export interface Cluster {
  readonly ref: DestinationRef;
  readonly hops: readonly Hop[];
  /** What every request to it comes to. */
  readonly failure?: OutcomeKind;
  readonly arrivals: readonly Arrival[];
  /** Where every request gets in everywhere: all hops, and all endpoints. */
  readonly open?: { readonly hops: readonly Hop[]; readonly endpoints: readonly Endpoint[] };
}

/** The destination as a client knows it. (O 8 to 10) */
export function chooseCluster(client: Client, ref: DestinationRef): Cluster {
  const { index } = client;
  const service = client.registry.serviceNamed(ref.host);
  const port = service && ref.port !== undefined ? portOf(service, ref.port) : undefined;
  if (!service || service.resolution === 'ALIAS' || !port || port.protocol === 'UDP') {
    return noCluster(ref, [], whyUnknown(client, ref, service, port));
  }
  const hops: Hop[] = [
    {
      hop: 'service',
      service: refTo(service.manifest),
      port: port.number,
      portName: port.name,
      targetPort: port.targetPort,
    },
  ];
  // Without proxy nobody reads rules. (I7)
  const isRuled = client.role !== 'no proxy';
  const rule = isRuled ? index.view(destinationRulesOf).chosenFor(client.workload, service) : undefined;
  const subset = rule?.subsets.find(({ name }) => name === ref.subset);
  if (ref.subset !== undefined || rule) {
    hops.push(subsetHop(ref, rule, subset));
  }
  if (ref.subset !== undefined && !subset) {
    return noCluster(ref, hops, whyNoSubset(client, ref, rule));
  }
  const policy = rule && portPolicy(rule, port.number, subset);
  if (rule && policy?.loadBalancer?.simple === 'PASSTHROUGH' && client.role === 'gateway') {
    const because =
      'load balancing PASSTHROUGH sends to the address that the client called, the gateway itself';
    const [object] = rule.from.map(refTo);
    return { ref, hops, failure: { is: 'unmodelled', ...(object ? { object } : {}), because }, arrivals: [] };
  }
  const choice = chooseEndpoints(index, service, port, texts(subset?.labels), client.role);
  switch (choice.is) {
    case 'no cluster':
      return noCluster(ref, hops, choice.because);
    case 'none': {
      const failure = {
        is: 'failed',
        status: 503,
        flag: 'UH',
        because: choice.because,
        destination: ref,
      } as const;
      return { ref, hops, failure, arrivals: [] };
    }
    case 'unmodelled': {
      const { object, because } = choice;
      return { ref, hops, failure: { is: 'unmodelled', object, because }, arrivals: [] };
    }
    case 'endpoints': {
      const { endpoints } = choice;
      hops.push({ hop: 'workloads', endpoints: endpoints.map(({ endpoint }) => endpoint) });
      const context = { client, ref, service, port, rule, policy, endpoints };
      const arrivals = endpoints.map((endpoint) => arrivalAt(endpoint, context));
      return { ref, hops, arrivals, ...openOf(hops, arrivals) };
    }
  }
}

function openOf(hops: readonly Hop[], arrivals: readonly Arrival[]): Pick<Cluster, 'open'> {
  if (arrivals.some(({ failure, guard }) => failure || guard)) {
    return {};
  }
  const arrivalHops = arrivals.map(({ hop }) => hop);
  return {
    open: { hops: [...hops, ...arrivalHops], endpoints: arrivalHops.map(({ endpoint }) => endpoint) },
  };
}

function subsetHop(ref: DestinationRef, rule: DestinationRule | undefined, subset: Fields | undefined): Hop {
  return {
    hop: 'subset',
    destinationRules: rule?.from.map(refTo) ?? [],
    ...(ref.subset === undefined ? {} : { subset: ref.subset }),
    ...(subset ? { labels: texts(subset.labels) } : {}),
  };
}

/** Requests to a destination that Envoy does not have are answered at once. (F14) */
function noCluster(ref: DestinationRef, hops: readonly Hop[], because: string): Cluster {
  const failure = { is: 'failed', status: 503, flag: 'NC', because, destination: ref } as const;
  return { ref, hops, failure, arrivals: [] };
}

function whyUnknown(
  { index, workload: { namespace } }: Client,
  { host, port }: DestinationRef,
  service: MeshService | undefined,
  meshPort: MeshPort | undefined,
): string {
  if (service?.resolution === 'ALIAS') {
    return `"${host}" is of type ExternalName and has no endpoints of its own`;
  }
  if (service) {
    const ports = service.ports.map(({ number }) => number).join(', ') || 'none';
    return meshPort ? `port ${port} of "${host}" is UDP` : `"${host}" has no port ${port}; it has ${ports}`;
  }
  const known = index.view(meshServicesOf).named(host);
  return known.length > 0 && !known.some(({ visibility }) => isVisibleIn(visibility, namespace))
    ? `"${host}" is not exported to namespace "${namespace}"`
    : `no Service and no ServiceEntry has the host "${host}"${known.length > 0 ? ' in the scope of this proxy' : ''}`;
}

function whyNoSubset(
  { workload: { namespace } }: Client,
  { host, subset }: DestinationRef,
  rule: DestinationRule | undefined,
): string {
  if (!rule) {
    return `no DestinationRule for "${host}" counts for clients in namespace "${namespace}", so it has no subset "${subset}"`;
  }
  const names = rule.from.map((one) => `"${one.namespace}/${one.name}"`).join(' and ');
  return `subset "${subset}" is not among those of DestinationRule ${names}`;
}
