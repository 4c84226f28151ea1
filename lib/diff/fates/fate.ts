import type {
  DestinationRef,
  Endpoint,
  HeaderOperation,
  Hop,
  ObjectRef,
  Outcome,
  Trace,
  TreatmentHop,
} from '../../routing';
import { nameOf, percent } from '../../routing/words/describe-parts';

/**
 * What the client and the destination of a request notice of it, aspect by aspect in an order of consequence. Equal texts
 * mean equal fates.
 */
export type Fate = Readonly<Record<Aspect, string>>;

/** A part of a fate. */
export type Aspect =
  | 'answer'
  | 'destination'
  | 'weights'
  | 'rewrite'
  | 'headers'
  | 'timeout'
  | 'retries'
  | 'faults'
  | 'mirrors'
  | 'encryption'
  | 'protocol'
  | 'policy';

export const ASPECTS: readonly Aspect[] = [
  'answer',
  'destination',
  'weights',
  'rewrite',
  'headers',
  'timeout',
  'retries',
  'faults',
  'mirrors',
  'encryption',
  'protocol',
  'policy',
];

/**
 * The fate of a traced request.
 *
 * @param nameOfPolicy the name by which a policy is known in both meshes
 */
export function fateOf(trace: Trace, nameOfPolicy: (policy: ObjectRef) => string = nameOf): Fate {
  const hops = [...everyHop(trace.hops)];
  const treatments = hops.filter((hop) => hop.hop === 'treatment');
  // What is done to requests for a destination is noticed only if one of them comes there.
  const forwarded = isReached(trace) ? treatments : [];
  return {
    answer: answersOf(trace.outcomes),
    destination: listed(trace.outcomes.flatMap(destinationsOf).map(([name]) => name)),
    weights: weightsOf(trace),
    rewrite: listed(trace.outcomes.flatMap(rewrittenBy)),
    headers: listed([
      ...forwarded.flatMap(({ requestHeaders = [] }) => headersOf('request', requestHeaders)),
      ...treatments.flatMap(({ responseHeaders = [] }) => headersOf('response', responseHeaders)),
    ]),
    timeout: listed(forwarded.flatMap(({ timeout }) => timeout ?? [])),
    retries: listed(forwarded.flatMap(({ retries }) => (retries ? retriesText(retries) : []))),
    faults: listed(treatments.flatMap(faultsOf)),
    mirrors: listed(forwarded.flatMap(mirrorsOf)),
    encryption: listed(isReached(trace) ? hops.flatMap(transportOf) : []),
    protocol: listed(trace.outcomes.flatMap(receivedBy)),
    policy: listed(
      hops.flatMap((hop) =>
        hop.hop === 'policies' && hop.by ? [`${hop.is} by ${nameOfPolicy(hop.by)}`] : [],
      ),
    ),
  };
}

/** Whether the fate cannot be told, as something has a say in it that is not modelled. */
export function isUnmodelled(trace: Trace): boolean {
  return trace.outcomes.some(({ is }) => is === 'unmodelled');
}

/** Whether an application gets the request. */
export function isReached(trace: Trace): boolean {
  return trace.outcomes.some(({ is }) => is === 'delivered' || is === 'passed through');
}

function* everyHop(hops: readonly Hop[]): Iterable<Hop> {
  for (const hop of hops) {
    yield hop;
    if (hop.hop === 'destinations') {
      for (const { hops: inner } of hop.branches) {
        yield* everyHop(inner);
      }
    }
  }
}

/** The answers with their shares. How much goes to which application is an aspect of its own. */
function answersOf(outcomes: readonly Outcome[]): string {
  const shares = new Map<string, number>();
  for (const outcome of outcomes) {
    const answer = answerOf(outcome);
    shares.set(answer, (shares.get(answer) ?? 0) + outcome.probability);
  }
  return listed([...shares].map(([answer, share]) => `${percent(share * 100)} ${answer}`));
}

function answerOf(outcome: Outcome): string {
  switch (outcome.is) {
    case 'delivered':
    case 'passed through':
      return 'reached';
    case 'redirected':
      return `redirect ${outcome.status} to ${outcome.location}`;
    case 'responded':
      return `${outcome.status} ${outcome.grpcStatus ?? ''}${outcome.body ?? ''}${outcome.location ?? ''}`;
    case 'denied':
      return `denied ${outcome.status ?? 'closed'} ${outcome.grpcStatus ?? ''}`;
    case 'failed':
      return `failed ${outcome.status} ${outcome.grpcStatus ?? ''}`;
    case 'refused':
    case 'closed':
      return `${outcome.is} ${outcome.status ?? ''}`;
    case 'unmodelled':
      return `unmodelled ${outcome.because}`;
  }
}

/** The endpoints of an outcome, with the share of all requests that each of them gets. */
function destinationsOf(outcome: Outcome): [name: string, share: number][] {
  if (outcome.is === 'delivered') {
    const { endpoints, destination, probability } = outcome;
    const total = endpoints.reduce((sum, { share }) => sum + share, 0) || 1;
    return endpoints.map((endpoint) => [
      endpointText(endpoint, hostAndPort(destination)),
      (probability * endpoint.share) / total,
    ]);
  }
  if (outcome.is === 'passed through') {
    const { endpoints = [], host, port, probability } = outcome;
    return endpoints.length === 0
      ? [[`${host}:${port}`, probability]]
      : endpoints.map((endpoint) => [
          endpointText(endpoint, `${host}:${port}`),
          probability * endpoint.share,
        ]);
  }
  return [];
}

function weightsOf({ outcomes }: Trace): string {
  const shares = new Map<string, number>();
  for (const [name, share] of outcomes.flatMap(destinationsOf)) {
    shares.set(name, (shares.get(name) ?? 0) + share);
  }
  return listed([...shares].map(([name, share]) => `${percent(share * 100)} ${name}`));
}

function endpointText({ workload, address, port }: Endpoint, destination: string): string {
  if (workload) {
    return `${workload.kind} ${workload.namespace}/${workload.name}:${port}`;
  }
  return address === undefined ? `pods of ${destination}` : `${address}:${port}`;
}

function hostAndPort({ host, port }: DestinationRef): string {
  return port === undefined ? host : `${host}:${port}`;
}

function rewrittenBy(outcome: Outcome): string[] {
  const isDelivered = outcome.is === 'delivered' || outcome.is === 'passed through';
  return isDelivered && outcome.path !== undefined ? [`${outcome.authority ?? ''}${outcome.path}`] : [];
}

function receivedBy(outcome: Outcome): string[] {
  const isDelivered = outcome.is === 'delivered' || outcome.is === 'passed through';
  return isDelivered && outcome.receives !== undefined ? [outcome.receives] : [];
}

/** Operations on different headers do not depend on each other. */
function headersOf(of: 'request' | 'response', operations: readonly HeaderOperation[]): string[] {
  return operations.map(
    ({ do: what, name, value }) => `${what} ${of} header ${name}${value === undefined ? '' : `: ${value}`}`,
  );
}

function mirrorsOf({ mirrors = [] }: TreatmentHop): string[] {
  return mirrors.flatMap(({ destination, percentage, endpoints }) =>
    endpoints.map(
      (endpoint) =>
        `${percent(percentage * endpoint.share)} to ${endpointText(endpoint, hostAndPort(destination))}`,
    ),
  );
}

function retriesText({ attempts, retryOn, perTryTimeout }: NonNullable<TreatmentHop['retries']>): string {
  return `${attempts} on ${retryOn}${perTryTimeout ? `, ${perTryTimeout} each` : ''}`;
}

function faultsOf({ delay, abort }: TreatmentHop): string[] {
  return [
    ...(delay ? [`delay ${delay.duration} for ${percent(delay.percentage)}`] : []),
    ...(abort ? [`abort ${abort.status} for ${percent(abort.percentage)}`] : []),
  ];
}

function transportOf(hop: Hop): string[] {
  return hop.hop === 'arrival' && hop.isAccepted
    ? [`${hop.transport} to ${endpointText(hop.endpoint, 'the destination')}`]
    : [];
}

/** Lists are compared without their order, and repeats count once. */
function listed(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(', ');
}
