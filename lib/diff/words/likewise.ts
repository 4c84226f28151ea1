import { groupedBy } from '../../manifests/collections';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import { failingSide } from '../classes/causes';
import type { Difference } from '../classes/difference';

const POLICIES: readonly string[] = [AUTHORIZATION_POLICY.kind, REQUEST_AUTHENTICATION.kind];

/** Differences of one kind that the same objects make, of which one is shown whole. */
export type Likewise = readonly [Difference, ...Difference[]];

/** The differences, those together that would be told in almost the same words. */
export function likewise(differences: readonly Difference[]): readonly Likewise[] {
  return [...groupedBy(differences, keyOf).values()];
}

/** Where requests go as long as they get there does not matter for those that do not. */
function keyOf(difference: Difference): string {
  const { change, witness, old, new: next, aspects } = difference;
  const side = failingSide(change);
  const told = side === undefined ? [namesIn(old), namesIn(next), aspects] : failureOf(difference[side]);
  const { hostname, pathname } = new URL(witness.url);
  const text = JSON.stringify([change, told]).replaceAll(hostname, '{host}');
  return pathname.length > 1 ? text.replaceAll(pathname, '{path}') : text;
}

function failureOf({ outcomes, decidedBy }: Difference['old']): readonly string[] {
  const policies = decidedBy.filter(({ object }) => POLICIES.includes(object.kind));
  return policies.length > 0 ? policies.map(({ words }) => words) : outcomes;
}

function namesIn({ decidedBy }: Difference['old']): readonly string[] {
  return decidedBy.map(({ words }) => words);
}
