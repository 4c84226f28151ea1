import { end, type Journey } from '../journey';
import { admit } from '../policies/admit';
import type { HttpRequest } from '../request/request';
import type { Delivered, Endpoint, Hop, OutcomeKind } from '../result';
import type { Arrival } from './arrive';
import type { Cluster } from './choose-cluster';
import type { Client } from './client';

/** Stands for the address of a pod in the mesh. */
const UNKNOWN_POD = '10.0.0.1';

/** What goes from a client to a destination. */
export interface Payload {
  /** Absent for bytes that the client does not look into. */
  readonly request?: HttpRequest;
  /** The request that such bytes are, which only the endpoint's sidecar may see. */
  readonly inside?: HttpRequest;
  /** The address of the client's own pod; absent where nobody knows it. */
  readonly sourceIp?: string;
  /** The server name of TLS that is not opened on the way. */
  readonly sni?: string;
}

/** What comes of requests at each endpoint of a destination; gives the rest of their way. (O 9 to 11) */
export function deliver(
  client: Client,
  cluster: Cluster,
  payload: Payload,
  probability: number,
  journey: Journey,
): readonly Hop[] {
  if (cluster.failure) {
    end(journey, asSeenBy(client, cluster.failure, payload), probability);
    return cluster.hops;
  }
  if (cluster.open) {
    end(journey, delivered(cluster, cluster.open.endpoints, payload), probability);
    return cluster.open.hops;
  }
  const hops = [...cluster.hops];
  const reached: Endpoint[] = [];
  for (const arrival of cluster.arrivals) {
    if (enter(client, arrival, payload, probability, { hops, outcomes: journey.outcomes })) {
      reached.push(arrival.hop.endpoint);
    }
  }
  if (reached.length > 0) {
    const share = reached.reduce((sum, endpoint) => sum + endpoint.share, 0);
    end(journey, delivered(cluster, reached, payload), probability * share);
  }
  return hops;
}

/** Whether an endpoint lets it in. */
function enter(
  client: Client,
  { hop, failure, guard, peer, sni: ofMesh, seesHttp }: Arrival,
  payload: Payload,
  probability: number,
  journey: Journey,
): boolean {
  const { request, inside, sourceIp } = payload;
  const sni = ofMesh ?? payload.sni;
  const { endpoint } = hop;
  journey.hops.push(hop);
  if (failure) {
    end(journey, asSeenBy(client, failure, payload), probability * endpoint.share);
    return false;
  }
  if (!guard) {
    return true;
  }
  const seen = seesHttp ? (request ?? inside) : undefined;
  const remoteIp = firstSender(seen) ?? sourceIp ?? (client.role === 'gateway' ? undefined : UNKNOWN_POD);
  const connection = {
    port: endpoint.port,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(remoteIp === undefined ? {} : { remoteIp }),
    ...(peer ? { peer } : {}),
    ...(sni === undefined ? {} : { sni }),
  };
  const admission = admit(client.index, guard, connection, seen);
  journey.hops.push(admission.hop);
  if (admission.refusal) {
    end(journey, asSeenBy(client, admission.refusal, payload), probability * endpoint.share);
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
function asSeenBy({ role }: Client, failure: OutcomeKind, { request }: Payload): OutcomeKind {
  if (failure.is === 'denied') {
    const isClosed = failure.status === undefined;
    return isClosed && request && role !== 'no proxy' ? { ...failure, status: 503 } : failure;
  }
  if (failure.is !== 'failed' || (request && role !== 'no proxy')) {
    return failure;
  }
  const { because, destination } = failure;
  return {
    is: role === 'no proxy' ? 'refused' : 'closed',
    because,
    ...(destination ? { destination } : {}),
  };
}

function delivered({ ref }: Cluster, endpoints: readonly Endpoint[], { request }: Payload): Delivered {
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
