import type { Endpoint, Outcome, Trace } from '../../lib/routing';
import type { Answer, Connection, Place, RecordedOutcome, Response, Sample } from './answers';

/** Probabilities in a recording are counted, so they are a little off. */
const NEAR = 0.006;
const UPSTREAM_FLAGS = ['UF', 'UC'];
/** gRPC statuses as numbers, which Envoy sends, by the names that a trace has. */
const GRPC_CODES =
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'.split(
    ' ',
  );

/** How a trace differs from what really happened; undefined where it does not. */
export function difference(answer: Answer, { outcomes: traced }: Trace): string | undefined {
  if (traced.some(({ is }) => is === 'unmodelled')) {
    return 'not modelled';
  }
  const received = differenceOfReceived(answer, traced);
  if (received !== undefined || arrivesWhereServerAnswers(answer, traced)) {
    return received;
  }
  if ('outcomes' in answer) {
    return differenceOfOutcomes(answer.outcomes, traced);
  }
  if ('seen' in answer) {
    return differenceOfSamples(answer.seen, traced);
  }
  return 'status' in answer ? differenceOfResponse(answer, traced) : differenceOfConnection(answer, traced);
}

function placeOf({ workload, address, port }: Place | Endpoint): string {
  const name = typeof workload === 'object' ? `${workload.namespace}/${workload.name}` : workload;
  return `${name ?? address}:${port}`;
}

function endpointsOf(outcome: Outcome): readonly Endpoint[] {
  return 'endpoints' in outcome ? (outcome.endpoints ?? []) : [];
}

/** A trace that says what a server gets has to say what it really got. */
function differenceOfReceived({ saw }: Answer, traced: readonly Outcome[]): string | undefined {
  const told = traced.flatMap((one) =>
    'receives' in one && one.receives !== undefined ? [one.receives] : [],
  );
  return saw === undefined || told.length === 0 || told.some((one) => one === saw.protocol)
    ? undefined
    : `the server got ${saw.protocol}, and the trace says ${told.join(', ')}`;
}

/** What a server answers to what it does not understand is its own choice, so the trace need only lead to it. */
function arrivesWhereServerAnswers(answer: Answer, traced: readonly Outcome[]): boolean {
  const { saw } = answer;
  if (!('by' in answer) || answer.by !== 'server' || !saw) {
    return false;
  }
  return traced.some((one) => {
    const places = endpointsOf(one).map(placeOf);
    const arrives = one.is === 'delivered' || one.is === 'passed through';
    return arrives && (places.length === 0 || places.includes(placeOf(saw.at)));
  });
}

/** What a trace says of one kind of outcome. */
interface Told {
  probability: number;
  readonly shares: Map<string, number>;
  readonly targets: Set<string>;
}

function differenceOfOutcomes(
  real: readonly RecordedOutcome[],
  traced: readonly Outcome[],
): string | undefined {
  const told = toldByKind(traced);
  for (const outcome of real) {
    const kind = kindsOf(outcome, told).find((each) => told.has(each));
    const same = kind === undefined ? undefined : told.get(kind);
    if (kind === undefined || !same) {
      return `really ${outcome.is} ${outcome.destination?.host ?? outcome.status ?? ''}, and the trace says ${[...told.keys()].join(', ')}`;
    }
    told.delete(kind);
    const fault = differenceOfOutcome(outcome, same);
    if (fault !== undefined) {
      return `${kind}: ${fault}`;
    }
  }
  return told.size > 0 ? `only the trace says ${[...told.keys()].join(', ')}` : undefined;
}

function toldByKind(traced: readonly Outcome[]): Map<string, Told> {
  const told = new Map<string, Told>();
  for (const outcome of traced) {
    const kind = kindOf(outcome);
    const known = told.get(kind) ?? { probability: 0, shares: new Map(), targets: new Set() };
    told.set(kind, known);
    known.probability += outcome.probability;
    for (const endpoint of endpointsOf(outcome)) {
      const place = placeOf(endpoint);
      known.shares.set(place, (known.shares.get(place) ?? 0) + endpoint.share);
    }
    if (outcome.is === 'delivered' && outcome.authority !== undefined) {
      known.targets.add(`${outcome.authority}${outcome.path}`);
    }
  }
  return told;
}

function kindOf(outcome: Outcome): string {
  switch (outcome.is) {
    case 'delivered':
      return `delivered ${nameOf(outcome.destination)}`;
    case 'failed':
      return `failed ${outcome.status} ${outcome.flag ?? '-'}`;
    default:
      return outcome.is;
  }
}

function nameOf({ host, port, subset }: NonNullable<RecordedOutcome['destination']>): string {
  return `${host}:${port}${subset ? `/${subset}` : ''}`;
}

/** The kinds of traced outcomes that a recorded one may be. A client without a proxy has no cluster to name. */
function kindsOf(
  { is, destination, status, flag }: RecordedOutcome,
  told: ReadonlyMap<string, Told>,
): readonly string[] {
  switch (is) {
    case 'delivered':
      return destination
        ? [`delivered ${nameOf(destination)}`]
        : [...told.keys()].filter((kind) => kind.startsWith('delivered '));
    case 'failed':
      return (flag ?? '-').split('/').map((each) => `failed ${status} ${each}`);
    default:
      return [is];
  }
}

function differenceOfOutcome(
  { probability, endpoints, authority, path }: RecordedOutcome,
  told: Told,
): string | undefined {
  if (Math.abs(told.probability - probability) >= NEAR) {
    return `really in ${probability} of the cases, and the trace says ${told.probability}`;
  }
  if (endpoints && told.shares.size > 0 && !haveSameShares(endpoints, told.shares)) {
    return `really to ${endpoints.map(placeOf).join(', ')}, and the trace says ${[...told.shares.keys()].join(', ')}`;
  }
  const target = `${authority}${path}`;
  return path !== undefined && told.targets.size > 0 && !told.targets.has(target)
    ? `the server really sees ${target}, and the trace says ${[...told.targets].join(', ')}`
    : undefined;
}

/** Of a server outside, a recording may have the name where a trace has the address, or the other way round. */
function haveSameShares(
  endpoints: NonNullable<RecordedOutcome['endpoints']>,
  shares: ReadonlyMap<string, number>,
): boolean {
  const isOutside = endpoints.every(({ workload }) => workload === undefined);
  if (isOutside && endpoints.length === shares.size) {
    return true;
  }
  return (
    endpoints.length === shares.size &&
    endpoints.every((one) => Math.abs((shares.get(placeOf(one)) ?? 0) - one.share) < NEAR)
  );
}

function differenceOfSamples(seen: readonly Sample[], traced: readonly Outcome[]): string | undefined {
  const told = new Map<string, number>();
  for (const outcome of traced) {
    for (const [kind, probability] of samplesOf(outcome)) {
      told.set(kind, (told.get(kind) ?? 0) + probability);
    }
  }
  const real = seen.map(kindOfSample);
  const missing = real.find((kind) => !told.has(kind));
  // A few samples may miss what is rare, and hardly miss what is not.
  const never = [...told].find(([kind, probability]) => probability > 0.6 && !real.includes(kind))?.[0];
  return missing === undefined && never === undefined
    ? undefined
    : `really ${real.join(', ')}, and the trace says ${[...told.keys()].join(', ')}`;
}

function samplesOf(outcome: Outcome): readonly (readonly [kind: string, probability: number])[] {
  const { probability } = outcome;
  switch (outcome.is) {
    case 'delivered': {
      const whole = outcome.endpoints.reduce((sum, { share }) => sum + share, 0);
      return outcome.endpoints.map((endpoint) => [
        `delivered ${placeOf(endpoint)}`,
        (probability * endpoint.share) / whole,
      ]);
    }
    case 'denied': {
      const { status, at } = outcome;
      if (status === undefined || status === 503) {
        return [[status === undefined ? 'closed' : 'failed 503', probability]];
      }
      const place = at.namespace === 'istio-system' ? 'gateway' : `${at.namespace}/${at.name}`;
      return [[`denied ${status} ${place}`, probability]];
    }
    case 'failed':
      return [[`failed ${UPSTREAM_FLAGS.includes(outcome.flag ?? '') ? 503 : outcome.status}`, probability]];
    default:
      return [[outcome.is, probability]];
  }
}

function kindOfSample({ is, workload, port, status, at }: Sample): string {
  switch (is) {
    case 'delivered':
      return `delivered ${workload}:${port}`;
    case 'denied':
      return `denied ${status} ${at}`;
    case 'failed':
      return `failed ${status}`;
    default:
      return is;
  }
}

function differenceOfConnection(
  { is, endpoints = [] }: Connection,
  traced: readonly Outcome[],
): string | undefined {
  const [first] = traced;
  const said = `and the trace says ${traced.map((one) => one.is).join(', ')}`;
  switch (is) {
    case 'delivered': {
      const places = traced.flatMap(endpointsOf).map(placeOf);
      const isThere = endpoints
        .filter((place) => !place.startsWith('original:'))
        .every((place) => places.includes(place));
      return isThere && traced.some((one) => one.is === 'delivered')
        ? undefined
        : `really bytes to ${endpoints.join(', ')}, ${said}`;
    }
    case 'rejected':
      return first?.is === 'refused' && first.because.includes('Envoy')
        ? undefined
        : `Envoy really refuses the listener, ${said}`;
    default:
      return first?.is === is || (is === 'closed' && first && isClosedByPolicy(first))
        ? undefined
        : `really ${is}, ${said}`;
  }
}

function isClosedByPolicy(outcome: Outcome): boolean {
  return outcome.is === 'denied' && outcome.status === undefined;
}

/** How a trace calls what a proxy answers. */
const KINDS: Partial<Record<Response['by'], Outcome['is']>> = {
  route: 'failed',
  policy: 'denied',
  token: 'denied',
  fault: 'responded',
  redirect: 'redirected',
  'direct response': 'responded',
  preflight: 'responded',
};

function differenceOfResponse(real: Response, traced: readonly Outcome[]): string | undefined {
  const [first] = traced;
  const status = first && 'status' in first ? first.status : undefined;
  if (!first || status !== real.status) {
    return `really ${real.status} by ${real.by}, and the trace says ${first?.is} ${status ?? ''}`;
  }
  // Where destinations are outside the registry, the direct response is the one of the policy for unknown hosts.
  const isUnknownHost = real.by === 'direct response' && real.status === 502;
  const kind = isUnknownHost ? 'failed' : KINDS[real.by];
  if (kind !== undefined && traced.length === 1 && first.is !== kind) {
    return `really ${real.status} by ${real.by}, and the trace says ${first.is}`;
  }
  return differenceOfDetails(real, first);
}

function differenceOfDetails(
  { location, body, flag, grpcStatus }: Response,
  traced: Outcome,
): string | undefined {
  if (location !== undefined && (!('location' in traced) || traced.location !== location)) {
    return `the Location is really ${location}`;
  }
  if (body !== undefined && 'body' in traced && traced.body !== body) {
    return `the body is really ${body}, and the trace says ${traced.body}`;
  }
  const told = 'grpcStatus' in traced ? traced.grpcStatus : undefined;
  if (grpcStatus !== undefined && String(GRPC_CODES.indexOf(told ?? '')) !== grpcStatus) {
    return `the gRPC status is really ${grpcStatus}, and the trace says ${told}`;
  }
  const flags = flag?.split(/[,/]/) ?? [];
  const toldFlag = traced.is === 'failed' ? traced.flag : undefined;
  return toldFlag !== undefined && flags.length > 0 && !flags.includes(toldFlag)
    ? `the flag is really ${flag}, and the trace says ${toldFlag}`
    : undefined;
}
