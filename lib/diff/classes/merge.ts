import { groupedBy } from '../../manifests/collections';
import type { TraceRequest } from '../../routing';
import { CHANGES } from '../fates/change';
import type { Difference } from './difference';

/** Differences that are the same for several hosts, ports or sources become one; the most consequential come first. */
export function mergedDifferences(differences: readonly Difference[]): Difference[] {
  const groups = [...groupedBy(differences, keyOf).values()].map(([first, ...others]) => ({
    ...first,
    requests: {
      ...first.requests,
      entrances: [first, ...others].flatMap(({ requests }) => requests.entrances),
    },
    includes: (request: TraceRequest) => [first, ...others].some((one) => one.includes(request)),
  }));
  const rank = ({ change }: Difference) => CHANGES.indexOf(change);
  return groups.sort((a, b) => rank(a) - rank(b));
}

/** What is different, with the host of the request left open. */
function keyOf({ change, requests: { conditions }, witness, old, new: next, aspects }: Difference): string {
  const { hostname } = new URL(witness.url);
  const deciders = [old, next].map(({ decidedBy }) => decidedBy.map(({ words }) => words));
  return JSON.stringify([change, conditions, deciders, aspects]).replaceAll(hostname, '{host}');
}
