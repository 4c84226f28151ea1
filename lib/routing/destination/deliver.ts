import { portionOf } from '../endings';
import { admit } from '../policies/admit';
import { pathWithQuery } from '../request/header-of';
import { type Connection, type HttpRequest, SOME_POD } from '../request/request';
import type { Branch, DestinationRef, Endpoint, Hop, Outcome, OutcomeKind, Trace } from '../result';
import type { Arrival } from './arrive';
import { type Arrivals, type Cluster, type Receipt, receiptOf } from './choose-cluster';
import type { Client } from './client';
import { carriedIn, type Payload } from './payload';
import { throughGateway } from './through-gateway';

/** A destination that requests go to, with their share. */
export interface SharedCluster {
  readonly cluster: Pick<Cluster, 'ref'>;
  readonly share: number;
}

/** Requests on their way to endpoints. */
export interface Delivery {
  readonly client: Client;
  readonly payload: Payload;
  /** Their share of all requests, from 0 to 1. */
  readonly share: number;
  /** What becomes of them at endpoints that let them in, with what the endpoints get. */
  outcomeAt(endpoints: readonly Endpoint[], what: Receipt): OutcomeKind;
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
    outcomes: only && !second ? only.outcomes : together(deliveries.flatMap(({ outcomes }) => outcomes)),
  };
}

/** Outcomes that differ only in their probability become one: a route may name a destination twice. */
function together(outcomes: readonly Outcome[]): readonly Outcome[] {
  const joined: Outcome[] = [];
  for (const outcome of outcomes) {
    const at = joined.findIndex((one) => isAlike(one, outcome));
    const known = joined[at];
    if (known) {
      joined[at] = { ...known, probability: known.probability + outcome.probability };
    } else {
      joined.push(outcome);
    }
  }
  return joined;
}

function isAlike(a: Outcome, b: Outcome): boolean {
  if (a.is !== b.is || destinationOf(a) !== destinationOf(b)) {
    return false;
  }
  const [of, others] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    of.size === others.size &&
    [...of].every(([field, value]) => field === 'probability' || isSame(value, others.get(field)))
  );
}

function destinationOf(outcome: Outcome): DestinationRef | undefined {
  return 'destination' in outcome ? outcome.destination : undefined;
}

/** Clusters share what they have in common, so lists are equal if they have the same items. */
function isSame(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, i) => item === b[i])
    : a === b;
}

/** The way from a client to the endpoints of a destination, for the share of the requests that go there. (O 9 to 11) */
export function deliver(client: Client, cluster: Cluster, payload: Payload, share: number): Trace {
  const { hops, failure, ref } = cluster;
  if (failure) {
    return { hops, outcomes: portionOf(asSeenBy(client, failure, payload), share) };
  }
  return arrive(cluster.arriving(carriedIn(payload), payload.calledHost), {
    client,
    payload,
    share,
    outcomeAt: (endpoints, what) => delivered(ref, endpoints, payload, what),
  });
}

/** The way through the endpoints that requests arrive at. */
export function arrive(arrivals: Arrivals, delivery: Delivery): Trace {
  const { open } = arrivals;
  return open
    ? {
        hops: open.hops,
        outcomes: portionOf(delivery.outcomeAt(open.endpoints, open.what), delivery.share),
      }
    : throughGuards(arrivals, delivery);
}

function throughGuards({ hops: before, arrivals }: Arrivals, delivery: Delivery): Trace {
  const { share, outcomeAt } = delivery;
  const hops: Hop[] = [...before];
  const outcomes: Outcome[] = [];
  const open: Arrival[] = [];
  for (const arrival of arrivals) {
    const part = share * arrival.hop.endpoint.share;
    hops.push(arrival.hop);
    const stop = stopAt(arrival, delivery);
    hops.push(...stop.hops);
    outcomes.push(
      ...stop.outcomes
        .map((one) => ({ ...one, probability: one.probability * part }))
        .filter(({ probability }) => probability > 0),
    );
    if (stop.outcomes.length === 0) {
      open.push(arrival);
    }
  }
  if (open.length > 0) {
    const endpoints = open.map(({ hop }) => hop.endpoint);
    const openShare = endpoints.reduce((sum, endpoint) => sum + endpoint.share, 0);
    outcomes.push(...portionOf(outcomeAt(endpoints, receiptOf(open)), share * openShare));
  }
  return { hops, outcomes };
}

/** What becomes of requests that an endpoint does not let in, or sends on; no outcome if it lets them in. */
function stopAt(arrival: Arrival, { client, payload }: Delivery): Trace {
  if (arrival.gateway) {
    return throughGateway(client, arrival.gateway, arrival, payload);
  }
  const { hop, refusal } = entryAt(arrival, client, payload);
  return { hops: hop ? [hop] : [], outcomes: refusal ? [{ probability: 1, ...refusal }] : [] };
}

/** Whether an endpoint lets a request in, with the hop of its policies if there are any. */
function entryAt(
  arrival: Arrival,
  client: Client,
  payload: Payload,
): { readonly hop?: Hop; readonly refusal?: OutcomeKind | undefined } {
  const { failure, refusal, guard, seesHttp } = arrival;
  if (failure || !guard) {
    return { refusal: failure ?? refusal };
  }
  const seen = seesHttp ? (payload.request ?? payload.inside) : undefined;
  const admission = admit(client.index, guard, connectionTo(arrival, client, payload, seen), seen);
  const denial = admission.refusal;
  return { hop: admission.hop, refusal: denial ? asSeenBy(client, denial, payload) : refusal };
}

function connectionTo(
  { hop, peer, sending }: Arrival,
  client: Client,
  payload: Payload,
  seen: HttpRequest | undefined,
): Connection {
  const { sourceIp } = payload;
  const sni = peer ? sending.sni : payload.sni;
  const remoteIp = lastSender(seen) ?? sourceIp ?? (client.role === 'gateway' ? undefined : SOME_POD);
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
  destination: DestinationRef,
  endpoints: readonly Endpoint[],
  { request }: Payload,
  what: Receipt,
): OutcomeKind {
  return {
    is: 'delivered',
    destination,
    endpoints,
    ...(request ? { authority: request.authority, path: pathWithQuery(request) } : {}),
    ...what,
  };
}
