import type { ObjectRef, Trace } from '../../routing';
import { ASPECTS, type Aspect, fateOf, isReached, isUnmodelled } from './fate';

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
  | 'other connections'
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
  'other connections',
  'other protocol',
  'other policy',
  'not modelled',
];

/** Two different fates of one request. */
export interface ChangedFate {
  readonly change: Change;
  /** The aspects that differ, without those that follow from others. */
  readonly aspects: readonly AspectChange[];
}

/** What is different about one part of the fate. */
export interface AspectChange {
  /** The part of the fate. */
  readonly aspect: Aspect;
  /** What only the old fate has; empty if that is nothing. */
  readonly old: string;
  /** What only the new fate has; empty if that is nothing. */
  readonly new: string;
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
  const differing = ASPECTS.flatMap((aspect) => aspectChange(aspect, before[aspect], after[aspect]));
  const [first] = differing;
  if (first === undefined) {
    return undefined;
  }
  const aspects = differing.filter(({ aspect }) => !isImplied(aspect, first.aspect));
  return { change: changeOf(old, next, first.aspect), aspects };
}

function aspectChange(aspect: Aspect, before: readonly string[], after: readonly string[]): AspectChange[] {
  const [old, next] = [textsOnlyIn(before, after), textsOnlyIn(after, before)];
  return old === '' && next === '' ? [] : [{ aspect, old, new: next }];
}

/** Order does not count, and repeats count once. */
function textsOnlyIn(texts: readonly string[], others: readonly string[]): string {
  return [...new Set(texts)]
    .filter((text) => !others.includes(text))
    .sort()
    .join(', ');
}

const OF_DESTINATION: readonly Aspect[] = ['weights', 'encryption', 'connections', 'policy'];

/** Another answer leaves nothing else to compare, and other destinations have other weights and policies. */
function isImplied(aspect: Aspect, first: Aspect): boolean {
  return (
    (first === 'answer' && aspect !== 'answer') ||
    (first === 'destination' && OF_DESTINATION.includes(aspect))
  );
}

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
  return `other ${first}`;
}

function isDeniedIn({ outcomes }: Trace): boolean {
  return outcomes.some(({ is }) => is === 'denied');
}
