import { parseDuration } from '../../istiod/durations';
import type { HeaderOperation, Hop, ObjectRef, Outcome, Settings, Trace, TreatmentHop } from '../../routing';
import { headerTexts, nameOf, percent, retriesText } from '../../routing/words/describe-parts';
import { destinationsOf, endpointText, hostAndPort, weightsOf } from './endpoints';
import { type Step, stepsOf } from './way';

/** What the client and the destination of a request notice of it: the same texts, in any order, mean the same fate. */
export type Fate = Readonly<Record<Aspect, readonly string[]>>;

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
  | 'connections'
  | 'protocol'
  | 'policy';

/** The parts of a fate, in an order of consequence. */
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
  'connections',
  'protocol',
  'policy',
];

/**
 * The fate of a traced request.
 *
 * @param nameOfPolicy the name by which a policy is known in both meshes
 */
export function fateOf(trace: Trace, nameOfPolicy: (policy: ObjectRef) => string = nameOf): Fate {
  const { outcomes } = trace;
  const steps = [...stepsOf(trace.hops)];
  const hops = steps.map(({ hop }) => hop);
  const treatments = hops.filter((hop) => hop.hop === 'treatment');
  // What is done to requests for a destination is noticed only if one of them comes there.
  const isForwarded = isReached(trace);
  const forwarded = isForwarded ? treatments : [];
  return {
    answer: answersOf(outcomes),
    destination: outcomes.flatMap(destinationsOf).map(([name]) => name),
    weights: weightsOf(outcomes),
    rewrite: outcomes.flatMap(rewrittenBy),
    headers: [
      ...(isForwarded ? headersOf(steps, 'request') : []),
      ...(isAnsweredByRoute(outcomes) ? headersOf(steps, 'response') : []),
    ],
    timeout: forwarded.flatMap(({ timeout }) => (timeout === undefined ? [] : inSeconds(timeout))),
    retries: forwarded.flatMap(retriesOf),
    faults: treatments.flatMap(faultsOf),
    mirrors: forwarded.flatMap(mirrorsOf),
    encryption: [...hops.flatMap(tlsOfServer), ...(isForwarded ? hops.flatMap(tlsOfArrival) : [])],
    connections: isForwarded ? steps.flatMap(connectionsOf) : [],
    protocol: outcomes.flatMap(receivedBy),
    policy: hops.flatMap((hop) => (hop.hop === 'policies' ? policyTexts(hop, nameOfPolicy) : [])),
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

/** Whether some response gets the headers of the route: a proxy that cannot reach a destination answers without them. (F8) */
function isAnsweredByRoute(outcomes: readonly Outcome[]): boolean {
  return outcomes.some((outcome) => outcome.is !== 'failed');
}

/** The answers with their shares. How much goes to which application is an aspect of its own. */
function answersOf(outcomes: readonly Outcome[]): string[] {
  const shares = new Map<string, number>();
  for (const outcome of outcomes) {
    const answer = answerOf(outcome);
    shares.set(answer, (shares.get(answer) ?? 0) + outcome.probability);
  }
  return [...shares].map(([answer, share]) => `${percent(share * 100)} ${answer}`);
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

/** Requests that are passed through come as they were sent, whether or not a proxy reads them. */
function rewrittenBy(outcome: Outcome): string[] {
  const isRead = outcome.is === 'delivered' && outcome.path !== undefined;
  return isRead ? [`${outcome.authority ?? ''}${outcome.path}`] : [];
}

function receivedBy(outcome: Outcome): string[] {
  const isDelivered = outcome.is === 'delivered' || outcome.is === 'passed through';
  return isDelivered && outcome.receives !== undefined ? [outcome.receives] : [];
}

/** Operations on different headers do not depend on each other. */
function headersOf(steps: readonly Step[], of: 'request' | 'response'): string[] {
  return steps.flatMap(({ hop, to }) => headerTexts(of, operationsAt(hop, of)).map((text) => text + to));
}

function operationsAt(hop: Hop, of: 'request' | 'response'): readonly HeaderOperation[] {
  switch (hop.hop) {
    case 'treatment':
      return (of === 'request' ? hop.requestHeaders : hop.responseHeaders) ?? [];
    case 'policies':
      return (of === 'request' && hop.requestHeaders) || [];
    default:
      return [];
  }
}

function mirrorsOf({ mirrors = [] }: TreatmentHop): string[] {
  return mirrors.flatMap(({ destination, percentage, endpoints }) =>
    endpoints.map(
      (endpoint) =>
        `${percent(percentage * endpoint.share)} to ${endpointText(endpoint, hostAndPort(destination))}`,
    ),
  );
}

function retriesOf({ retries }: TreatmentHop): string[] {
  if (!retries) {
    return [];
  }
  const { perTryTimeout, backoff } = retries;
  return [
    retriesText({
      ...retries,
      ...(perTryTimeout === undefined ? {} : { perTryTimeout: inSeconds(perTryTimeout) }),
      ...(backoff === undefined ? {} : { backoff: inSeconds(backoff) }),
    }),
  ];
}

function faultsOf({ delay, abort }: TreatmentHop): string[] {
  return [
    ...(delay ? [`delay ${inSeconds(delay.duration)} for ${percent(delay.percentage)}`] : []),
    ...(abort ? [`abort ${abort.status} for ${percent(abort.percentage)}`] : []),
  ];
}

/** What the client of a TLS server notices in the handshake. */
function tlsOfServer(hop: Hop): string[] {
  return hop.hop === 'server' ? settingTexts(hop.tls).map((text) => `${text} of the server`) : [];
}

function tlsOfArrival(hop: Hop): string[] {
  if (hop.hop !== 'arrival' || !hop.isAccepted) {
    return [];
  }
  const to = ` to ${endpointText(hop.endpoint, 'the destination')}`;
  return [hop.transport, ...settingTexts(hop.tls)].map((text) => text + to);
}

/** Limits and choices that decide about requests only when there are many of them, or when endpoints fail. */
function connectionsOf({ hop, to }: Step): string[] {
  return hop.hop === 'subset' ? settingTexts(hop.settings).map((text) => text + to) : [];
}

/** Values that say what goes without saying. */
const DEFAULTS: readonly string[] = ['TLS_AUTO', 'UNSPECIFIED', 'DEFAULT'];

function settingTexts(settings: Settings = {}): string[] {
  return Object.entries(settings)
    .filter(([name, value]) => !DEFAULTS.includes(value) && (value !== 'false' || name.endsWith('.enabled')))
    .map(([name, value]) => `${name} ${inSeconds(value)}`);
}

function policyTexts(
  { is, by, tokenPlaces = [] }: Extract<Hop, { hop: 'policies' }>,
  nameOfPolicy: (policy: ObjectRef) => string,
): string[] {
  return [
    ...(by ? [`${is} by ${nameOfPolicy(by)}`] : []),
    ...tokenPlaces.map((place) => `token in ${place}`),
  ];
}

/** A duration in one unit, as `60s` and `1m` are the same; any other text as it is. */
function inSeconds(text: string): string {
  const milliseconds = /\d[a-z]+$/i.test(text) ? parseDuration(text) : undefined;
  return milliseconds === undefined ? text : `${milliseconds / 1000}s`;
}
