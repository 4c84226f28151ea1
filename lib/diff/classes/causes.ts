import type { Trace } from '../../routing';
import type { Change } from '../fates/change';
import type { ChangedRequest } from './changed-request';
import { decidersOf } from './deciders';

/** For each change that keeps requests from their destination, or brings them there, the side where they do not get there. */
const FAILING: Partial<Record<Change, 'old' | 'new'>> = {
  'no longer reached': 'new',
  'newly denied': 'new',
  'newly allowed': 'old',
  'newly reached': 'old',
};

/** The side of a change on which requests do not get to their destination; undefined for other changes. */
export function failingSide(change: Change): 'old' | 'new' | undefined {
  return FAILING[change];
}

/** The objects that make the difference. Where requests go as long as they get there does not matter for those that do not. */
export function causesOf({ old, new: next, fate }: ChangedRequest): readonly string[] {
  const failing = failingSide(fate.change);
  if (failing === undefined) {
    return [...namesIn(old), '->', ...namesIn(next)];
  }
  const trace = failing === 'old' ? old : next;
  const policies = trace.outcomes.flatMap((outcome) =>
    outcome.is === 'denied' && outcome.policy ? [outcome.policy] : [],
  );
  return policies.length > 0
    ? [...new Set(policies.map((policy) => JSON.stringify(policy)))]
    : namesIn(trace);
}

function namesIn(trace: Trace): readonly string[] {
  return decidersOf(trace).map(({ words }) => words);
}
