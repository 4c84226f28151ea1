import { end, type Journey } from '../journey';
import type { RoutingProxy } from '../listener/proxy';
import type { HttpRequest } from '../request/request';
import type { Delivered, Endpoint, Hop, OutcomeKind } from '../result';
import { admit } from './admit';
import type { Arrival } from './arrive';
import type { Cluster } from './choose-cluster';

/** Stands for the address of a pod in the mesh. */
const UNKNOWN_POD = '10.0.0.1';

/** What goes from a proxy to a destination. */
export interface Shipment {
  /** Absent for bytes that the proxy does not look into. */
  readonly request?: HttpRequest;
  /** The request that such bytes are, which only the endpoint's sidecar may see. */
  readonly inside?: HttpRequest;
  /** The address of the proxy's own pod; absent where nobody knows it. */
  readonly sourceIp?: string;
  /** The server name of TLS that is not opened on the way. */
  readonly sni?: string;
}

/** What comes of requests at each endpoint of a destination; gives the rest of their way. (O 9 to 11) */
export function deliver(
  proxy: RoutingProxy,
  cluster: Cluster,
  shipment: Shipment,
  probability: number,
  journey: Journey,
): readonly Hop[] {
  if (cluster.failure) {
    end(journey, asSeenBy(proxy, cluster.failure, shipment), probability);
    return cluster.hops;
  }
  if (cluster.open) {
    end(journey, delivered(cluster, cluster.open.endpoints, shipment), probability);
    return cluster.open.hops;
  }
  const hops = [...cluster.hops];
  const reached: Endpoint[] = [];
  for (const arrival of cluster.arrivals) {
    if (enter(proxy, arrival, shipment, probability, { hops, outcomes: journey.outcomes })) {
      reached.push(arrival.hop.endpoint);
    }
  }
  if (reached.length > 0) {
    const share = reached.reduce((sum, endpoint) => sum + endpoint.share, 0);
    end(journey, delivered(cluster, reached, shipment), probability * share);
  }
  return hops;
}

/** Whether an endpoint lets it in. */
function enter(
  proxy: RoutingProxy,
  { hop, failure, guard, peer, sni: ofMesh, seesHttp }: Arrival,
  shipment: Shipment,
  probability: number,
  journey: Journey,
): boolean {
  const { request, inside, sourceIp } = shipment;
  const sni = ofMesh ?? shipment.sni;
  const { endpoint } = hop;
  journey.hops.push(hop);
  if (failure) {
    end(journey, asSeenBy(proxy, failure, shipment), probability * endpoint.share);
    return false;
  }
  if (!guard) {
    return true;
  }
  const seen = seesHttp ? (request ?? inside) : undefined;
  const remoteIp = firstSender(seen) ?? sourceIp ?? (proxy.kind === 'gateway' ? undefined : UNKNOWN_POD);
  const connection = {
    port: endpoint.port,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(remoteIp === undefined ? {} : { remoteIp }),
    ...(peer ? { peer } : {}),
    ...(sni === undefined ? {} : { sni }),
  };
  const admission = admit(proxy.index, guard, connection, seen);
  journey.hops.push(admission.hop);
  if (admission.refusal) {
    end(journey, asSeenBy(proxy, admission.refusal, shipment), probability * endpoint.share);
    return false;
  }
  return true;
}

/** Sidecars believe whoever called them last about who called first. (H7) */
function firstSender(request: HttpRequest | undefined): string | undefined {
  const senders = request?.headers.get('x-forwarded-for');
  return senders ? senders.slice(senders.lastIndexOf(',') + 1).trim() : undefined;
}

/** Only a proxy that speaks HTTP with its client can answer with a status. */
function asSeenBy({ kind }: RoutingProxy, failure: OutcomeKind, { request }: Shipment): OutcomeKind {
  if (failure.is === 'denied') {
    const isClosed = failure.status === undefined;
    return isClosed && request && kind !== 'no proxy' ? { ...failure, status: 503 } : failure;
  }
  if (failure.is !== 'failed' || (request && kind !== 'no proxy')) {
    return failure;
  }
  const { because, destination } = failure;
  return { is: kind === 'no proxy' ? 'refused' : 'closed', because, ...(destination ? { destination } : {}) };
}

function delivered({ ref }: Cluster, endpoints: readonly Endpoint[], { request }: Shipment): Delivered {
  if (!request) {
    return { is: 'delivered', destination: ref, endpoints };
  }
  const { authority, path, query } = request;
  return {
    is: 'delivered',
    destination: ref,
    endpoints,
    authority,
    path: query === undefined ? path : `${path}?${query}`,
  };
}
