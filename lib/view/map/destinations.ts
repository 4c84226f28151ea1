import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { fieldText } from '../../manifests/field-path';
import { fieldEntries } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';
import type { ArrivalHop, Hop, ObjectRef, ServiceHop, SubsetHop } from '../../routing';
import type { Carried } from '../../routing/connection/content';
import type { Arrivals, Cluster } from '../../routing/destination/choose-cluster';
import { endpointName, nameOf } from '../../routing/words/describe-parts';
import { addDetail, addEncryption, addObject, both, type NewEdge, type OpenNode } from './map-builder';
import type { MapContext } from './map-context';
import type { Encryption } from './map-types';
import { destinationId, endpointId, gatewayPortId, serviceId } from './node-ids';
import { markWorkload } from './workload-marks';

type Arrival = Arrivals['arrivals'][number];

/** The destinations of routes, with the Services and the workloads behind them. */
export class Destinations {
  private readonly known = new Set<Cluster>();

  constructor(private readonly context: MapContext) {}

  /** A destination that a route names. */
  add(from: string, cluster: Cluster, carried: Carried, edge: NewEdge): void {
    const { ref, hops, failure } = cluster;
    const { builder } = this.context;
    const id = destinationId(ref);
    const { host, port, subset } = ref;
    const place = `${host}${port === undefined ? '' : `:${port}`}`;
    const node = builder.node(id, () => ({
      kind: subset === undefined ? 'destination' : 'subset',
      column: 'destination',
      namespace: namespaceOf(hops),
      label: subset === undefined ? place : `${subset} of ${place}`,
      facts: { destination: ref },
    }));
    builder.edge(from, id, edge);
    if (this.known.has(cluster)) {
      return;
    }
    this.known.add(cluster);
    const subsetHop = hops.find((hop): hop is SubsetHop => hop.hop === 'subset');
    for (const rule of subsetHop?.destinationRules ?? []) {
      const field = subset === undefined ? undefined : this.fieldOf(rule, subset);
      if (field !== undefined) {
        addObject(node, { ...rule, field });
      }
      addObject(node, rule);
      addDetail(node, nameOf(rule));
    }
    const labels = Object.entries(subsetHop?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    if (labels.length > 0) {
      node.facts.labels = labels.join(', ');
      addDetail(node, `labels ${node.facts.labels}`);
    }
    if (failure) {
      const [mark, because] = markFor(failure);
      node.marks[mark] = because;
    }
    const service = this.service(hops, host);
    if (service !== undefined) {
      builder.edge(id, service);
    }
    addEncryption(node.marks, this.arrivals(service ?? id, cluster, carried, id));
  }

  /** A Service that clients call, and that no VirtualService routes for them. */
  addDefault(from: string, service: MeshService, clusters: readonly (readonly [Cluster, Carried])[]): void {
    const node = this.addService(service);
    const refusal = refusalBy(clusters);
    this.context.builder.edge(from, node.id, refusal === undefined ? {} : { broken: refusal });
    for (const [cluster, carried] of clusters) {
      const { failure, hops, ref } = cluster;
      for (const hop of hops) {
        for (const rule of hop.hop === 'subset' ? hop.destinationRules : []) {
          addObject(node, rule);
        }
      }
      if (failure) {
        const [mark, because] = markFor(failure);
        node.marks[mark] ??= `port ${ref.port}: ${because}`;
      }
      this.arrivals(node.id, cluster, carried, from);
    }
  }

  /** A Service with its ports, whether or not something leads to it. */
  addService(service: MeshService): OpenNode {
    const node = this.serviceNode(service.manifest, service.host);
    for (const port of service.ports) {
      addPort(node, { ...port, port: port.number, portName: port.name });
    }
    return node;
  }

  /** Where a DestinationRule defines a subset, so that findings about other subsets are not those of this one. */
  private fieldOf({ namespace, name }: ObjectRef, subset: string): string | undefined {
    const rule = this.context.index.get(DESTINATION_RULE, namespace, name);
    const [place] = fieldEntries(rule?.spec.subsets).find(([, fields]) => fields.name === subset) ?? [];
    return place === undefined ? undefined : fieldText(['spec', 'subsets', place]);
  }

  private service(hops: readonly Hop[], host: string): string | undefined {
    const hop = hops.find((one): one is ServiceHop => one.hop === 'service');
    if (!hop) {
      return undefined;
    }
    const node = this.serviceNode(hop.service, host);
    addPort(node, hop);
    return node.id;
  }

  /** The node of a Service or of a host of a ServiceEntry. */
  private serviceNode(object: ObjectRef, host: string): OpenNode {
    const id = serviceId(object, host);
    const isService = object.kind === 'Service';
    return this.context.builder.node(id, () => ({
      kind: isService ? 'service' : 'service entry',
      column: 'service',
      namespace: object.namespace,
      label: isService ? object.name : host,
      details: [isService ? host : nameOf(object)],
      facts: { host },
      objects: [{ kind: object.kind, namespace: object.namespace, name: object.name }],
    }));
  }

  /** The endpoints that connections to a cluster arrive at, and how the connections are encrypted. */
  private arrivals(service: string, cluster: Cluster, carried: Carried, via: string): Encryption | undefined {
    let encryption: Encryption | undefined;
    for (const arrival of cluster.failure ? [] : cluster.arriving(carried).arrivals) {
      const own = encryptionOf(arrival.hop);
      encryption = both(encryption, own);
      const edge: NewEdge = {
        encryption: own,
        via: [via],
        ...(arrival.hop.isAccepted ? {} : { broken: arrival.hop.because }),
      };
      this.arrival(service, arrival, edge);
    }
    return encryption;
  }

  private arrival(service: string, arrival: Arrival, edge: NewEdge): void {
    const { builder, index } = this.context;
    const { endpoint } = arrival.hop;
    if (arrival.gateway) {
      const to = gatewayPortId(arrival.gateway, endpoint.port);
      builder.edge(service, to, { ...edge, isBack: true });
      return;
    }
    const id = endpointId(endpoint, service);
    const workload = endpoint.workload && (this.context.workload(endpoint.workload) ?? arrival.guard);
    const isNew = !builder.has(id);
    const node = builder.node(id, () => ({
      kind: endpoint.workload ? 'workload' : endpoint.isUnknown ? 'unknown pods' : 'address',
      column: 'workload',
      namespace: endpoint.workload?.namespace ?? '',
      label:
        endpoint.workload?.name ?? (endpoint.isUnknown ? 'pods that are not shown' : endpointName(endpoint)),
      details: endpoint.workload ? [endpoint.workload.kind] : [],
      objects: endpoint.workload ? [endpoint.workload] : [],
    }));
    const { peerAuthentication } = arrival.hop;
    if (peerAuthentication) {
      const { mode, policy } = peerAuthentication;
      addDetail(node, `accepts ${ACCEPTED[mode]} (${mode})`);
      if (policy) {
        addObject(node, policy);
      }
    }
    if (isNew && workload && !isGateway(workload)) {
      markWorkload(index, node, workload);
    }
    if (arrival.hop.isAccepted) {
      addEncryption(node.marks, edge.encryption);
    }
    builder.edge(service, id, edge);
  }
}

/** Why no endpoint of some clusters accepts the connections of their client; undefined if one does, or if there is none. */
function refusalBy(clusters: readonly (readonly [Cluster, Carried])[]): string | undefined {
  const all = clusters.flatMap(([cluster, carried]) =>
    cluster.failure ? [] : cluster.arriving(carried).arrivals,
  );
  return all.every(({ hop }) => !hop.isAccepted) ? all[0]?.hop.because : undefined;
}

/** The mark of a cluster that nothing can be sent to, and the words for it. */
function markFor(failure: NonNullable<Cluster['failure']>): readonly ['unmodelled' | 'broken', string] {
  const because = 'because' in failure ? failure.because : failure.is;
  return [failure.is === 'unmodelled' ? 'unmodelled' : 'broken', because];
}

function addPort(
  node: OpenNode,
  { port, portName, targetPort }: Pick<ServiceHop, 'port' | 'portName' | 'targetPort'>,
): void {
  const { ports = [] } = node.facts;
  if (!ports.some(({ number }) => number === port)) {
    node.facts.ports = [...ports, { number: port, name: portName }];
  }
  addDetail(node, `port ${port}${portName ? ` (${portName})` : ''} -> ${targetPort}`);
}

const ACCEPTED = {
  STRICT: 'only mutual TLS',
  PERMISSIVE: 'mutual TLS and plaintext',
  DISABLE: 'only plaintext',
} as const;

/** What is on the wire: TLS of the application counts where the proxy adds none. */
function encryptionOf({ endpoint, transport, carries }: ArrivalHop): Encryption {
  switch (transport) {
    case 'mutual TLS of the mesh':
    case 'mutual TLS':
      return 'mutual TLS';
    case 'TLS':
      return 'TLS';
    case 'plaintext':
      return endpoint.isUnknown ? 'unknown' : carries === 'TLS' ? 'TLS' : 'plaintext';
  }
}

function namespaceOf(hops: readonly Hop[]): string {
  const hop = hops.find((one): one is ServiceHop => one.hop === 'service');
  return hop?.service.namespace ?? '';
}
