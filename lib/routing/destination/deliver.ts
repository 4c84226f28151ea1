import { portionOf } from '../endings';
import { admit } from '../policies/admit';
import { pathWithQuery } from '../request/header-of';
import type { Connection, HttpRequest } from '../request/request';
import type { Branch, Endpoint, Hop, Outcome, OutcomeKind, Trace } from '../result';
import type { Arrival } from './arrive';
import type { Cluster } from './choose-cluster';
import type { Client } from './client';

/** The address of a pod in the mesh that is not known. */
const UNKNOWN_POD = '10.0.0.1';

/** What a client sends to a destination. */
export interface Payload {
  /** Absent for bytes that the client's proxy does not read. */
  readonly request?: HttpRequest;
  /** The request within such bytes, which only the endpoint's sidecar may read. */
  readonly inside?: HttpRequest;
  /** The address of the client's pod, if it is known. */
  readonly sourceIp?: string | undefined;
  /** The SNI of TLS that no proxy on the way terminates. */
  readonly sni?: string;
}

/** A destination that requests go to, with their share. */
export interface SharedCluster {
  readonly cluster: Cluster;
  readonly share: number;
}

/** The way to destinations, after some hops, if these deliveries are the rest of the way to each of them. */
export function toDestinations(
  before: readonly Hop[],
  targets: readonly SharedCluster[],
  deliveries: readonly Trace[],
): Trace {
  const branches = targets.map(({ cluster, share }, i): Branch => {
    return { destination: cluster.ref, share, hops: deliveries[i]?.hops ?? [] };
  });
  const [only, second] = deliveries;
  return {
    hops: before.concat({ hop: 'destinations', branches }),
    outcomes: only && !second ? only.outcomes : deliveries.flatMap(({ outcomes }) => outcomes),
  };
}

/** The way from a client to the endpoints of a destination, for the share of the requests that go there. (O 9 to 11) */
export function deliver(client: Client, cluster: Cluster, payload: Payload, share: number): Trace {
  const { hops, failure, open } = cluster;
  if (failure) {
    return { hops, outcomes: portionOf(asSeenBy(client, failure, payload), share) };
  }
  if (open) {
    return { hops: open.hops, outcomes: delivered(cluster, open.endpoints, payload, share) };
  }
  return throughGuards(client, cluster, payload, share);
}

function throughGuards(client: Client, cluster: Cluster, payload: Payload, share: number): Trace {
  const hops: Hop[] = [...cluster.hops];
  const outcomes: Outcome[] = [];
  const reached: Endpoint[] = [];
  for (const arrival of cluster.arrivals) {
    const { endpoint } = arrival.hop;
    const { hop, refusal } = entryAt(arrival, client, payload);
    hops.push(arrival.hop, ...(hop ? [hop] : []));
    if (refusal) {
      outcomes.push(...portionOf(asSeenBy(client, refusal, payload), share * endpoint.share));
    } else {
      reached.push(endpoint);
    }
  }
  if (reached.length > 0) {
    const reachedShare = reached.reduce((sum, endpoint) => sum + endpoint.share, 0);
    outcomes.push(...delivered(cluster, reached, payload, share * reachedShare));
  }
  return { hops, outcomes };
}

/** Whether an endpoint lets a request in, with the hop of its policies if there are any. */
function entryAt(
  arrival: Arrival,
  client: Client,
  payload: Payload,
): { readonly hop?: Hop; readonly refusal?: OutcomeKind } {
  const { failure, guard, seesHttp } = arrival;
  if (failure) {
    return { refusal: failure };
  }
  if (!guard) {
    return {};
  }
  const seen = seesHttp ? (payload.request ?? payload.inside) : undefined;
  return admit(client.index, guard, connectionTo(arrival, client, payload, seen), seen);
}

function connectionTo(
  { hop, peer, sni: sniOfMesh }: Arrival,
  client: Client,
  payload: Payload,
  seen: HttpRequest | undefined,
): Connection {
  const { sourceIp } = payload;
  const sni = sniOfMesh ?? payload.sni;
  const remoteIp = lastSender(seen) ?? sourceIp ?? (client.role === 'gateway' ? undefined : UNKNOWN_POD);
  return {
    port: hop.endpoint.port,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(remoteIp === undefined ? {} : { remoteIp }),
    ...(peer ? { peer } : {}),
    ...(sni === undefined ? {} : { sni }),
  };
}

/** A sidecar takes the last address in X-Forwarded-For for the client's. (H7) */
function lastSender(request: HttpRequest | undefined): string | undefined {
  const senders = request?.headers.get('x-forwarded-for');
  return senders ? senders.slice(senders.lastIndexOf(',') + 1).trim() : undefined;
}

/** Only a proxy that reads its client's requests can answer with a status. */
function asSeenBy({ role }: Client, failure: OutcomeKind, { request }: Payload): OutcomeKind {
  const answers = request !== undefined && role !== 'no proxy';
  if (failure.is === 'denied') {
    return answers && failure.status === undefined ? { ...failure, status: 503 } : failure;
  }
  if (failure.is !== 'failed' || answers) {
    return failure;
  }
  const { because, destination } = failure;
  return { is: role === 'no proxy' ? 'refused' : 'closed', because, ...(destination ? { destination } : {}) };
}

function delivered(
  { ref }: Cluster,
  endpoints: readonly Endpoint[],
  { request }: Payload,
  probability: number,
): readonly Outcome[] {
  if (probability <= 0) {
    return [];
  }
  if (!request) {
    return [{ probability, is: 'delivered', destination: ref, endpoints }];
  }
  const { authority } = request;
  const path = pathWithQuery(request);
  return [{ probability, is: 'delivered', destination: ref, endpoints, authority, path }];
}
