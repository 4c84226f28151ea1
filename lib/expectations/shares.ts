import type { Endpoint, ObjectRef, Outcome } from '../routing';
import type {
  AnswerExpectation,
  DenialExpectation,
  RedirectExpectation,
  RewriteExpectation,
  RouteExpectation,
} from './expectations';

/** The share of an outcome, from 0 to 1, that goes to a workload or a host. */
export function shareRouted(outcome: Outcome, { to, subset }: RouteExpectation): number {
  if (outcome.is === 'passed through') {
    // A name without a dot means a workload, and requests that pass through go to none.
    return Number(outcome.host === to && to.includes('.') && subset === undefined);
  }
  if (outcome.is !== 'delivered' || (subset !== undefined && outcome.destination.subset !== subset)) {
    return 0;
  }
  const { destination, endpoints } = outcome;
  const expected = endpoints.filter(
    ({ workload, address }) => address === to || (workload && isNamed(workload, to)),
  );
  return destination.host === to ? 1 : sumOf(expected) / sumOf(endpoints);
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

function isNamed({ namespace, name }: ObjectRef, text: string): boolean {
  return text === name || text === `${namespace}/${name}`;
}

function sumOf(endpoints: readonly Endpoint[]): number {
  return endpoints.reduce((sum, { share }) => sum + share, 0);
}
