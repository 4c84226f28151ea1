import { isAnswered, isDenied, isRedirected, isRewritten, shareRouted, wayTo } from '../expectations';
import type { Delivered, Outcome, Trace } from '../routing';
import { treatmentOf } from './treatment-of';

/** The call of a matcher that holds for a request. */
export interface MatcherCall {
  readonly matcher: 'toRoute' | 'toRedirect' | 'toDeny' | 'toAnswer' | 'toRewrite';
  readonly expected: Readonly<Record<string, unknown>>;
}

const PERCENT = 100;
const HUNDREDTHS = 100;

/** What matchers can say of a request; undefined if they cannot say what becomes of some of the requests. */
export function matcherCallsFor(way: Trace): readonly MatcherCall[] | undefined {
  const { hops, outcomes } = way;
  const said = outcomes.map(callFor).filter((call) => call !== undefined);
  if (said.length < outcomes.length) {
    return undefined;
  }
  const distinct = [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
  const hasRewrite = hops.some((hop) => hop.hop === 'treatment' && hop.rewrite !== undefined);
  const pinned = withTreatments(
    distinct.map((one) => weighed(one, outcomes)),
    way,
  );
  return pinned && [...pinned, ...(hasRewrite ? rewriting(outcomes) : [])];
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

/** Calls say as well what happens on the way; undefined if that is not the same for all requests of a call. */
function withTreatments(calls: readonly MatcherCall[], way: Trace): readonly MatcherCall[] | undefined {
  let said: string | undefined;
  const treated: MatcherCall[] = [];
  for (const call of calls) {
    const treatment = treatmentFor(call, way);
    if (treatment === 'several') {
      return undefined;
    }
    const { delay, ...others } = treatment;
    // Destinations of one route share the rest, so the first call says it.
    const isSaid = said === JSON.stringify(others);
    said ??= call.matcher === 'toRoute' ? JSON.stringify(others) : undefined;
    treated.push({ ...call, expected: { ...call.expected, ...given({ delay }), ...(isSaid ? {} : others) } });
  }
  return treated;
}

function treatmentFor(
  { matcher, expected }: MatcherCall,
  way: Trace,
): 'several' | ReturnType<typeof treatmentOf> {
  if (matcher !== 'toRoute') {
    return {};
  }
  const treatments = way.outcomes
    .filter((outcome) => Number(SHARES.toRoute(outcome, expected as never)) > 0)
    .map((outcome) => treatmentOf(wayTo(way, outcome)));
  const [first = {}, ...others] = treatments;
  const text = JSON.stringify(first);
  return others.some((other) => other === 'several' || JSON.stringify(other) !== text) ? 'several' : first;
}

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

function given(fields: Readonly<Record<string, unknown>>): MatcherCall['expected'] {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
