import { destinationRulesOf } from '../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../istiod/destination-rules/merge-rules';
import { effectivePolicy, type PortPolicy } from '../../istiod/destination-rules/port-policy';
import { type MeshPort, type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { isVisibleIn } from '../../istiod/visibility';
import type { Fields } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { Carried } from '../connection/content';
import type { Delivered, DestinationRef, Endpoint, Hop, OutcomeKind, Settings } from '../result';
import { settingsIn } from '../settings';
import { type Arrival, type ArrivalContext, arrivalAt } from './arrive';
import { type ChosenEndpoint, chooseEndpoints } from './choose-endpoints';
import type { Client } from './client';

/** A destination as a client knows it: the way to its endpoints, or why there is none. */
export interface Cluster {
  readonly ref: DestinationRef;
  /** The hops before the endpoints. */
  readonly hops: readonly Hop[];
  /** What becomes of every request to the destination. */
  readonly failure?: OutcomeKind | undefined;
  /** How connections that carry the same arrive at the endpoints; asked for only without a failure. */
  arriving(carried: Carried, calledHost?: string): Arrivals;
}

/** The arrivals of connections that carry the same. */
export interface Arrivals {
  /** The hops before the arrivals. */
  readonly hops: readonly Hop[];
  readonly arrivals: readonly Arrival[];
  /** All hops and endpoints, if every endpoint lets every request in. */
  readonly open?: OpenArrivals | undefined;
}

/** The way to endpoints that let every request in. */
export interface OpenArrivals {
  readonly hops: readonly Hop[];
  readonly endpoints: readonly Endpoint[];
  readonly what: Receipt;
}

/** What endpoints get, as far as all get the same. */
export type Receipt = Pick<Delivered, 'receives' | 'warning'>;

/** What a client knows of a destination that exists. */
interface Target {
  readonly client: Client;
  readonly ref: DestinationRef;
  readonly service: MeshService;
  readonly port: MeshPort;
  /** The DestinationRule for the host, and of it the subset and the policy for the port. */
  readonly rule: DestinationRule | undefined;
  readonly subset: Fields | undefined;
  readonly policy: PortPolicy | undefined;
}

/** The cluster of a destination. (O 8 to 10) */
export function chooseCluster(client: Client, ref: DestinationRef): Cluster {
  const service = client.registry.serviceNamed(ref.host);
  const port = service && ref.port !== undefined ? portOf(service, ref.port) : undefined;
  if (!service || service.resolution === 'ALIAS' || !port || port.protocol === 'UDP') {
    return noCluster(ref, [], whyUnknown(client, ref, service, port));
  }
  // Only proxies follow DestinationRules. (I7)
  const rule =
    client.role === 'no proxy'
      ? undefined
      : client.index.view(destinationRulesOf).chosenFor(client.workload, service);
  const subset = ref.subset === undefined ? undefined : rule?.subsets.get(ref.subset);
  const policy =
    client.role === 'no proxy' ? undefined : effectivePolicy(client.index, rule, port.number, subset);
  const target: Target = { client, ref, service, port, rule, subset, policy };
  const ofService = serviceHop(service, port);
  const settings = clusterSettings(policy);
  const hasPolicy = ref.subset !== undefined || rule !== undefined || settings !== undefined;
  const hops = hasPolicy ? [ofService, subsetHop(target, settings)] : [ofService];
  return whyNotRouted(target, hops) ?? withEndpoints(target, hops);
}

function serviceHop({ manifest }: MeshService, { number, name, targetPort }: MeshPort): Hop {
  return { hop: 'service', service: refTo(manifest), port: number, portName: name, targetPort };
}

function subsetHop({ ref, rule, subset }: Target, settings: Settings | undefined): Hop {
  return {
    hop: 'subset',
    destinationRules: rule?.from.map(refTo) ?? [],
    ...(ref.subset === undefined ? {} : { subset: ref.subset }),
    ...(ref.subset !== undefined && subset ? { labels: texts(subset.labels) } : {}),
    ...(settings ? { settings } : {}),
  };
}

/** What a traffic policy says, apart from TLS, which arrivals tell. */
function clusterSettings(policy: PortPolicy | undefined): Settings | undefined {
  const { connectionPool, loadBalancer, outlierDetection, ofEveryPort } = policy ?? {};
  const settings = settingsIn({ connectionPool, loadBalancer, outlierDetection, ...ofEveryPort });
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** What the DestinationRule makes of the destination, if that sends no request to an endpoint. */
function whyNotRouted(
  { client, ref, rule, subset, policy }: Target,
  hops: readonly Hop[],
): Cluster | undefined {
  if (ref.subset !== undefined && !subset) {
    return noCluster(ref, hops, whyNoSubset(client, ref, rule));
  }
  if (rule && policy?.loadBalancer?.simple === 'PASSTHROUGH' && client.role === 'gateway') {
    const because =
      'load balancing PASSTHROUGH sends to the address that the client called, which is the gateway itself';
    const [object] = rule.from.map(refTo);
    return failing(ref, hops, { is: 'unmodelled', ...(object ? { object } : {}), because });
  }
  return undefined;
}

function withEndpoints(target: Target, hops: readonly Hop[]): Cluster {
  const { client, ref, service, port, rule, subset, policy } = target;
  const choice = chooseEndpoints(client, service, port, texts(subset?.labels));
  switch (choice.is) {
    case 'endpoints': {
      const { endpoints } = choice;
      const context = { client, ref, service, port, rule, policy, endpoints };
      return { ref, hops, arriving: arrivingAt(endpoints, context, hops) };
    }
    case 'no cluster':
      return noCluster(ref, hops, choice.because);
    case 'no endpoints': {
      const { because } = choice;
      return failing(ref, hops, { is: 'failed', status: 503, flag: 'UH', because, destination: ref });
    }
    case 'unmodelled':
      return failing(ref, hops, choice);
  }
}

/** The arrivals at some endpoints. Each is worked out once, except where the client chooses the address. */
function arrivingAt(
  endpoints: readonly ChosenEndpoint[],
  context: Omit<ArrivalContext, 'carried'>,
  before: readonly Hop[],
): Cluster['arriving'] {
  const known = new Map<Carried, Arrivals>();
  const takesAnyAddress = context.service?.resolution === 'NONE';
  return (carried, calledHost) => {
    if (takesAnyAddress && calledHost !== undefined && calledHost !== context.service?.host) {
      const called = endpoints.map((one) => ({ ...one, endpoint: { ...one.endpoint, address: calledHost } }));
      return arrivalsAt(called, { ...context, endpoints: called, carried, calledHost }, before);
    }
    let arrivals = known.get(carried);
    if (!arrivals) {
      arrivals = arrivalsAt(endpoints, { ...context, carried }, before);
      known.set(carried, arrivals);
    }
    return arrivals;
  };
}

/** How connections arrive at some endpoints, after some hops. */
export function arrivalsAt(
  endpoints: readonly ChosenEndpoint[],
  context: ArrivalContext,
  before: readonly Hop[],
): Arrivals {
  const arrivals = endpoints.map((endpoint) => arrivalAt(endpoint, context));
  const workloads: Hop = { hop: 'workloads', endpoints: endpoints.map(({ endpoint }) => endpoint) };
  const hops = before.concat(workloads);
  const isOpen = arrivals.every(
    ({ failure, refusal, guard, gateway }) => !failure && !refusal && !guard && !gateway,
  );
  return {
    hops,
    arrivals,
    open: isOpen
      ? {
          hops: hops.concat(arrivals.map(({ hop }) => hop)),
          endpoints: workloads.endpoints,
          what: receiptOf(arrivals),
        }
      : undefined,
  };
}

/** What endpoints get, without what only some of them get. */
export function receiptOf(arrivals: readonly Arrival[]): Receipt {
  const receives = common(arrivals.map(({ hop }) => hop.receives));
  const warning = common(arrivals.map((arrival) => arrival.mismatch));
  return { ...(receives === undefined ? {} : { receives }), ...(warning === undefined ? {} : { warning }) };
}

function common<Value>(values: readonly Value[]): Value | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** Envoy answers requests to a cluster that it does not have. (F14) */
function noCluster(ref: DestinationRef, hops: readonly Hop[], because: string): Cluster {
  return failing(ref, hops, { is: 'failed', status: 503, flag: 'NC', because, destination: ref });
}

function failing(ref: DestinationRef, hops: readonly Hop[], failure: OutcomeKind): Cluster {
  return { ref, hops, failure, arriving: () => ({ hops, arrivals: [] }) };
}

function whyUnknown(
  { index, workload: { namespace } }: Client,
  { host, port }: DestinationRef,
  service: MeshService | undefined,
  meshPort: MeshPort | undefined,
): string {
  if (service?.resolution === 'ALIAS' && !meshPort) {
    return `"${host}" is of type ExternalName and ${hasNoPort(service, port)}`;
  }
  if (service?.resolution === 'ALIAS') {
    return `"${host}" is of type ExternalName and has no endpoints of its own`;
  }
  if (service) {
    return meshPort ? `port ${port} of "${host}" is UDP` : `"${host}" ${hasNoPort(service, port)}`;
  }
  const known = index.view(serviceRegistryOf).named(host);
  if (known.length === 0) {
    return `no Service and no ServiceEntry has the host "${host}"`;
  }
  return known.some(({ visibility }) => isVisibleIn(visibility, namespace))
    ? `no Service and no ServiceEntry in the scope of this proxy has the host "${host}"`
    : `"${host}" is not exported to namespace "${namespace}"`;
}

function hasNoPort({ ports }: MeshService, port: number | undefined): string {
  return `has no port ${port}; it has ${ports.map(({ number }) => number).join(', ') || 'none'}`;
}

function whyNoSubset(
  { workload: { namespace } }: Client,
  { host, subset }: DestinationRef,
  rule: DestinationRule | undefined,
): string {
  if (!rule) {
    return `no DestinationRule that applies to clients in namespace "${namespace}" defines subset "${subset}" of "${host}"`;
  }
  const names = rule.from.map((object) => `"${object.namespace}/${object.name}"`);
  return names.length === 1
    ? `DestinationRule ${names} does not define subset "${subset}" of "${host}"`
    : `DestinationRules ${names.join(' and ')} do not define subset "${subset}" of "${host}"`;
}
