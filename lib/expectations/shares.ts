import type { Endpoint, ObjectRef, Outcome } from '../routing';
import type {
  AnswerExpectation,
  DenialExpectation,
  RedirectExpectation,
  RewriteExpectation,
  RouteExpectation,
  Target,
} from './expectations';

/** The share of an outcome, from 0 to 1, that goes to a workload or a host. */
export function shareRouted(
  outcome: Outcome,
  { to, subset }: Pick<RouteExpectation, 'to' | 'subset'>,
): number {
  if (outcome.is === 'passed through') {
    // A name without a dot means a workload, and requests that pass through go to none.
    return Number(isHost(outcome.host, to) && outcome.host.includes('.') && subset === undefined);
  }
  if (outcome.is !== 'delivered' || (subset !== undefined && outcome.destination.subset !== subset)) {
    return 0;
  }
  const { destination, endpoints } = outcome;
  if (isHost(destination.host, to)) {
    const wanted = typeof to === 'object' && 'hosts' in to ? to.subset : undefined;
    return Number(wanted === undefined || wanted === destination.subset);
  }
  return shareAt(endpoints, to);
}

/** The share of these endpoints, from 0 to 1, that are at a workload or an address. */
export function shareAt(endpoints: readonly Endpoint[], to: Target): number {
  const expected = endpoints.filter(
    ({ workload, address }) => address === to || (workload !== undefined && isNamed(workload, to)),
  );
  return expected.length === 0 ? 0 : sumOf(expected) / sumOf(endpoints);
}

/** Whether a target is a host by this name. */
export function isHost(host: string, to: Target): boolean {
  if (typeof to === 'string') {
    return host === to;
  }
  return (
    'hosts' in to &&
    to.hosts.some((each) => each === host || (each.startsWith('*') && host.endsWith(each.slice(1))))
  );
}

export function isRedirected(outcome: Outcome, { to, status }: RedirectExpectation): boolean {
  return outcome.is === 'redirected' && fits(to, outcome.location) && fits(status, outcome.status);
}

export function isDenied(outcome: Outcome, { by, status }: DenialExpectation): boolean {
  const isBy = (policy: ObjectRef | undefined) =>
    by === undefined || (policy !== undefined && isNamed(policy, by));
  return outcome.is === 'denied' && isBy(outcome.policy) && fits(status, outcome.status);
}

export function isAnswered(outcome: Outcome, { status, body }: AnswerExpectation): boolean {
  switch (outcome.is) {
    case 'responded':
      return outcome.status === status && fits(body, outcome.body);
    case 'redirected':
    case 'denied':
    case 'failed':
      return outcome.status === status && body === undefined;
    default:
      return false;
  }
}

export function isRewritten(outcome: Outcome, { path, authority }: RewriteExpectation): boolean {
  if (outcome.is !== 'delivered' || outcome.path === undefined) {
    return false;
  }
  const withoutQuery = path?.includes('?') ? outcome.path : outcome.path.replace(/\?.*$/s, '');
  return fits(path, withoutQuery) && fits(authority, outcome.authority);
}

function fits<Value>(expected: Value | undefined, actual: Value | undefined): boolean {
  return expected === undefined || expected === actual;
}

function isNamed({ kind, namespace, name }: ObjectRef, target: Target): boolean {
  if (typeof target === 'string') {
    return target === name || target === `${namespace}/${name}`;
  }
  return 'kind' in target && target.kind === kind && target.namespace === namespace && target.name === name;
}

function sumOf(endpoints: readonly Endpoint[]): number {
  return endpoints.reduce((sum, { share }) => sum + share, 0);
}
