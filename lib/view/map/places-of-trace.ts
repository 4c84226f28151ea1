import { groupedBy } from '../../manifests/collections';
import type {
  Branch,
  DestinationRef,
  Endpoint,
  Hop,
  Outcome,
  RouteHop,
  ServerHop,
  Trace,
} from '../../routing';
import { edgeId } from './map-builder';
import type { MapEdge, MeshMap } from './map-types';
import {
  destinationId,
  endpointId,
  gatewayPortId,
  hostId,
  OUTSIDE,
  redirectId,
  routeId,
  SIDECARS,
  serverId,
  serviceId,
  WITHOUT_SIDECAR,
  workloadId,
} from './node-ids';

/** What a hop of a trace lights up on a map. */
export interface HopPlaces {
  /** The hop: its path in the trace, such as `3` or `4/0/1` for hop 1 of branch 0 of hop 4. */
  readonly hop: string;
  /** The ids of the nodes, in the order of the way; a request with several endpoints lights up several at once. */
  readonly nodes: readonly string[];
  /** The ids of the edges on which the request comes to these nodes. */
  readonly edges: readonly string[];
}

/** The nodes that the way has come to. */
type Here = readonly string[];

/**
 * A function that returns the nodes and edges of a map that a trace goes through, hop by hop. Hops that add nothing to the
 * map, such as treatments, have a place, too: the node at which they happen.
 */
export function placesOn(map: MeshMap): (trace: Trace) => readonly HopPlaces[] {
  const graph = new Graph(map);
  return ({ hops, outcomes }) => new Way(graph, outcomes).places(hops);
}

/** A map, for many traces to be followed on it. */
class Graph {
  private readonly nodes: ReadonlySet<string>;
  private readonly edges: ReadonlySet<string>;
  private readonly byStart: ReadonlyMap<string, readonly MapEdge[]>;

  constructor({ nodes, edges }: MeshMap) {
    this.nodes = new Set(nodes.map(({ id }) => id));
    this.edges = new Set(edges.map(({ id }) => id));
    this.byStart = groupedBy(edges, ({ from }) => from);
  }

  hasNode(id: string): boolean {
    return this.nodes.has(id);
  }

  hasEdge(id: string): boolean {
    return this.edges.has(id);
  }

  /** The nodes that a node leads to. */
  behind(node: string): readonly string[] {
    return (this.byStart.get(node) ?? []).map(({ to }) => to);
  }
}

class Way {
  /** The servers that a request may have come by: those of one port share their routes. */
  private servers: readonly string[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly outcomes: readonly Outcome[],
  ) {}

  places(hops: readonly Hop[]): HopPlaces[] {
    return this.along(hops, [], '').places;
  }

  private along(
    hops: readonly Hop[],
    start: Here,
    path: string,
  ): { readonly places: HopPlaces[]; readonly here: Here } {
    const places: HopPlaces[] = [];
    let here = start;
    for (const [at, hop] of hops.entries()) {
      const own = `${path}${at}`;
      if (hop.hop === 'destinations') {
        places.push({ hop: own, nodes: here, edges: [] });
        for (const [i, branch] of hop.branches.entries()) {
          places.push(...this.branch(branch, here, `${own}/${i}`));
        }
        continue;
      }
      const step = this.step(hop, here);
      places.push({ hop: own, ...step });
      here = step.nodes.length > 0 ? step.nodes : here;
    }
    return { places, here };
  }

  /** A destination, and the way behind it. Endpoints are reached from the Service. */
  private branch({ destination, hops }: Branch, from: Here, path: string): HopPlaces[] {
    const id = destinationId(destination);
    const isNamed = this.graph.hasNode(id) && this.leads(from, id);
    const start = isNamed ? this.to(from, [id]) : { nodes: from, edges: [] };
    const places: HopPlaces[] = [{ hop: path, ...start }];
    let service: Here = start.nodes;
    let serviceName = id;
    for (const [at, hop] of hops.entries()) {
      const own = `${path}/${at}`;
      if (hop.hop === 'service') {
        serviceName = serviceId(hop.service, destination.host);
        const step = this.to(service, [serviceName]);
        places.push({ hop: own, ...step });
        service = step.nodes;
      } else if (hop.hop === 'workloads') {
        places.push({ hop: own, nodes: service, edges: [] });
      } else if (hop.hop === 'arrival') {
        places.push({
          hop: own,
          ...this.to(service, [this.endpoint(hop.endpoint, destination, serviceName)]),
        });
      } else if (hop.hop === 'entrance') {
        // The rest of the way is that through a gateway of the mesh.
        places.push(...this.onwards(hops.slice(at), service, path, at));
        break;
      } else {
        places.push({ hop: own, ...this.beside(hop, places.at(-1)?.nodes ?? service) });
      }
    }
    return places;
  }

  /** A host with a wildcard is one address on the map, whichever host is called. */
  private endpoint(endpoint: Endpoint, { host }: DestinationRef, service: string): string {
    const id = endpointId(endpoint, service);
    return this.graph.hasNode(id) ? id : endpointId({ ...endpoint, address: host }, service);
  }

  private onwards(hops: readonly Hop[], from: Here, path: string, offset: number): HopPlaces[] {
    return this.along(hops, from, '').places.map(({ hop, ...place }) => {
      const [first = '', ...rest] = hop.split('/');
      return { hop: [path, Number(first) + offset, ...rest].join('/'), ...place };
    });
  }

  private step(hop: Hop, here: Here): Omit<HopPlaces, 'hop'> {
    switch (hop.hop) {
      case 'entrance': {
        const port = hop.listenerPort ?? hop.port;
        const client = hop.by === 'sidecar' ? SIDECARS : WITHOUT_SIDECAR;
        return this.to(here, [hop.by === 'gateway' ? gatewayPortId(hop.workload, port) : client]);
      }
      case 'server':
        return this.server(hop, here);
      case 'virtual host':
        // Some clients do not see the VirtualServices for a host, and call the Service itself.
        return hop.service && hop.virtualServices.length === 0
          ? { nodes: here, edges: [] }
          : this.host(hop.domain, here);
      case 'route':
        return this.route(hop, here);
      case 'pass-through':
        return this.to(here, [OUTSIDE]);
      case 'treatment':
        return hop.redirect ? this.redirect(here) : { nodes: here, edges: [] };
      default:
        return this.beside(hop, here);
    }
  }

  /** A hop that happens where the request is: policies, subsets, stops. */
  private beside(hop: Hop, here: Here): Omit<HopPlaces, 'hop'> {
    const { workload } = hop.hop === 'policies' ? hop : {};
    const id = workload && workloadId(workload);
    return { nodes: id !== undefined && this.graph.hasNode(id) ? [id] : here, edges: [] };
  }

  private server({ server, shares }: ServerHop, here: Here): Omit<HopPlaces, 'hop'> {
    this.servers = [server, ...shares].map(serverId);
    return this.to(here, [serverId(server)]);
  }

  /** The host is drawn behind the server that has it, which may be another one of the port. */
  private host(domain: string, here: Here): Omit<HopPlaces, 'hop'> {
    const isSidecar = here.includes(SIDECARS);
    if (isSidecar) {
      const id = hostId(SIDECARS, domain);
      return this.graph.hasNode(id) ? this.to(here, [id]) : { nodes: here, edges: [] };
    }
    for (const server of this.servers) {
      const id = this.graph.behind(server).find((next) => next.startsWith(hostId('', domain)));
      if (id !== undefined) {
        return { nodes: [id], edges: [edgeId(server, id)] };
      }
    }
    return { nodes: here, edges: [] };
  }

  private route({ route }: RouteHop, here: Here): Omit<HopPlaces, 'hop'> {
    const id = routeId(route);
    if (!this.graph.hasNode(id)) {
      return { nodes: here, edges: [] };
    }
    // TLS is routed by its SNI, which the trace has no hop for and the map has a node for.
    const between = this.leads(here, id)
      ? []
      : here.flatMap((one) => this.graph.behind(one).filter((host) => this.leads([host], id))).slice(0, 1);
    if (between.length === 0) {
      return this.to(here, [id]);
    }
    const first = this.to(here, between);
    const second = this.to(between, [id]);
    return { nodes: second.nodes, edges: [...first.edges, ...second.edges] };
  }

  private redirect(here: Here): Omit<HopPlaces, 'hop'> {
    const by = this.outcomes.flatMap((one) =>
      one.is === 'redirected' && 'gateway' in one.by ? redirectId(one.by) : [],
    );
    const [id] = by.filter((one) => this.graph.hasNode(one));
    return id === undefined ? { nodes: here, edges: [] } : this.to(here, [id]);
  }

  private leads(from: Here, to: string): boolean {
    return from.some((one) => this.graph.hasEdge(edgeId(one, to)));
  }

  /** The nodes, as far as the map has them, and the edges from where the request is. */
  private to(from: Here, ids: readonly string[]): Omit<HopPlaces, 'hop'> {
    const nodes = ids.filter((id) => this.graph.hasNode(id));
    const edges = from.flatMap((one) => nodes.map((id) => edgeId(one, id)));
    return { nodes, edges: edges.filter((id) => this.graph.hasEdge(id)) };
  }
}
