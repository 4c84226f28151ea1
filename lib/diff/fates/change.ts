import type { ObjectRef, Trace } from '../../routing';
import { ASPECTS, type Aspect, type Fate, fateOf, isReached, isUnmodelled } from './fate';

/** The most consequential difference between two fates. */
export type Change =
  | 'no longer reached'
  | 'newly denied'
  | 'newly allowed'
  | 'newly reached'
  | 'other answer'
  | 'other destination'
  | 'other weights'
  | 'other rewrite'
  | 'other headers'
  | 'other timeout'
  | 'other retries'
  | 'other faults'
  | 'other mirrors'
  | 'other encryption'
  | 'other protocol'
  | 'other policy'
  | 'not modelled';

/** How the fate of a request changes, the most consequential first. */
export const CHANGES: readonly Change[] = [
  'no longer reached',
  'newly denied',
  'newly allowed',
  'newly reached',
  'other answer',
  'other destination',
  'other weights',
  'other rewrite',
  'other headers',
  'other timeout',
  'other retries',
  'other faults',
  'other mirrors',
  'other encryption',
  'other protocol',
  'other policy',
  'not modelled',
];

/** Two different fates of one request. */
export interface ChangedFate {
  readonly change: Change;
  readonly old: Fate;
  readonly new: Fate;
  /** The aspects that differ. */
  readonly aspects: readonly Aspect[];
}

/**
 * What is different; undefined for equal fates.
 *
 * @param oldNameOf the name that a policy of the new mesh has in the old one, if it has only been renamed
 */
export function changedFate(
  old: Trace,
  next: Trace,
  oldNameOf?: (policy: ObjectRef) => string,
): ChangedFate | undefined {
  const [before, after] = [fateOf(old), fateOf(next, oldNameOf)];
  const differing = ASPECTS.filter((aspect) => before[aspect] !== after[aspect]);
  const [first] = differing;
  if (first === undefined) {
    return undefined;
  }
  const aspects = differing.filter((aspect) => !isImplied(aspect, first));
  return { change: changeOf(old, next, first), old: before, new: after, aspects };
}

const OF_DESTINATION: readonly Aspect[] = ['weights', 'encryption', 'policy'];

/** Another answer leaves nothing else to compare, and other destinations have other weights and policies. */
function isImplied(aspect: Aspect, first: Aspect): boolean {
  return (
    (first === 'answer' && aspect !== 'answer') ||
    (first === 'destination' && OF_DESTINATION.includes(aspect))
  );
}

const BY_ASPECT: Readonly<Record<Aspect, Change>> = {
  answer: 'other answer',
  destination: 'other destination',
  weights: 'other weights',
  rewrite: 'other rewrite',
  headers: 'other headers',
  timeout: 'other timeout',
  retries: 'other retries',
  faults: 'other faults',
  mirrors: 'other mirrors',
  encryption: 'other encryption',
  protocol: 'other protocol',
  policy: 'other policy',
};

function changeOf(old: Trace, next: Trace, first: Aspect): Change {
  if (isUnmodelled(old) || isUnmodelled(next)) {
    return 'not modelled';
  }
  const [wasDenied, isDenied] = [isDeniedIn(old), isDeniedIn(next)];
  const [wasReached, nowReached] = [isReached(old), isReached(next)];
  if (wasReached && (!nowReached || isDenied !== wasDenied)) {
    return isDenied ? 'newly denied' : nowReached ? 'newly allowed' : 'no longer reached';
  }
  if (nowReached && !wasReached) {
    return wasDenied ? 'newly allowed' : 'newly reached';
  }
  return BY_ASPECT[first];
}

function isDeniedIn({ outcomes }: Trace): boolean {
  return outcomes.some(({ is }) => is === 'denied');
}
