import { isAnswered, isDenied, isRedirected, isRewritten, shareRouted } from '../expectations';
import type { Delivered, Outcome, Trace } from '../routing';

/** The call of a matcher that holds for a request. */
export interface MatcherCall {
  readonly matcher: 'toRoute' | 'toRedirect' | 'toDeny' | 'toAnswer' | 'toRewrite';
  readonly expected: Readonly<Record<string, string | number>>;
}

const PERCENT = 100;
const HUNDREDTHS = 100;

/** What matchers can say of a request; undefined if they cannot say what becomes of some of the requests. */
export function matcherCallsFor({ hops, outcomes }: Trace): readonly MatcherCall[] | undefined {
  const said = outcomes.map(callFor).filter((call) => call !== undefined);
  if (said.length < outcomes.length) {
    return undefined;
  }
  const distinct = [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
  const hasRewrite = hops.some((hop) => hop.hop === 'treatment' && hop.rewrite !== undefined);
  return [...distinct.map((one) => weighed(one, outcomes)), ...(hasRewrite ? rewriting(outcomes) : [])];
}

/** The share of an outcome that a matcher counts, from 0 to 1. */
const SHARES: Readonly<
  Record<MatcherCall['matcher'], (outcome: Outcome, expected: never) => number | boolean>
> = {
  toRoute: shareRouted,
  toRedirect: isRedirected,
  toDeny: isDenied,
  toAnswer: isAnswered,
  toRewrite: isRewritten,
};

function weighed({ matcher, expected }: MatcherCall, outcomes: readonly Outcome[]): MatcherCall {
  const sum = outcomes.reduce(
    (total, outcome) => total + outcome.probability * Number(SHARES[matcher](outcome, expected as never)),
    0,
  );
  const weight = Math.round(sum * PERCENT * HUNDREDTHS) / HUNDREDTHS;
  return { matcher, expected: weight === PERCENT ? expected : { ...expected, weight } };
}

/** Nothing can be said if the client gets no response, or if the outcome is not modelled. */
function callFor(outcome: Outcome): MatcherCall | undefined {
  switch (outcome.is) {
    case 'delivered':
      return { matcher: 'toRoute', expected: destinationOf(outcome) };
    case 'passed through':
      // A name without a dot would mean a workload.
      return outcome.host.includes('.') ? { matcher: 'toRoute', expected: { to: outcome.host } } : undefined;
    case 'redirected':
      return { matcher: 'toRedirect', expected: { to: outcome.location, status: outcome.status } };
    case 'denied': {
      const { policy, status } = outcome;
      const by = policy && `${policy.namespace}/${policy.name}`;
      return { matcher: 'toDeny', expected: given({ by, status }) };
    }
    case 'responded':
      return { matcher: 'toAnswer', expected: given({ status: outcome.status, body: outcome.body }) };
    case 'failed':
      return { matcher: 'toAnswer', expected: { status: outcome.status } };
    default:
      return undefined;
  }
}

/** The workload, if there is only one. */
function destinationOf({ destination: { host, subset }, endpoints }: Delivered): MatcherCall['expected'] {
  const [endpoint, ...others] = endpoints;
  const workload = others.length === 0 ? endpoint?.workload : undefined;
  return given({ to: workload ? `${workload.namespace}/${workload.name}` : host, subset });
}

function rewriting([only, ...others]: readonly Outcome[]): MatcherCall[] {
  if (only?.is !== 'delivered' || others.length > 0 || only.path === undefined) {
    return [];
  }
  return [{ matcher: 'toRewrite', expected: given({ path: only.path, authority: only.authority }) }];
}

function given(fields: Readonly<Record<string, string | number | undefined>>): MatcherCall['expected'] {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string | number] => field[1] !== undefined),
  );
}
