import type { Hop } from '../routing';

/** Where nothing stops requests, the last of these on their way decides. */
const DECIDING: readonly Hop['hop'][] = ['route', 'virtual host', 'server', 'entrance'];

/**
 * The hops that made requests end as they did.
 *
 * @param about what is asked for most of all, where it is on the way
 */
export function decisiveHops(hops: readonly Hop[], about: readonly Hop['hop'][] = []): readonly Hop[] {
  const all = hops.flatMap(withBranches);
  const stopping = all.filter(stops);
  if (stopping.length > 0) {
    return stopping;
  }
  const deciding = DECIDING.find((kind) => all.some(({ hop }) => hop === kind));
  return all.filter(({ hop }) => hop === deciding || about.includes(hop));
}

function withBranches(hop: Hop): readonly Hop[] {
  return hop.hop === 'destinations' ? hop.branches.flatMap(({ hops }) => hops.flatMap(withBranches)) : [hop];
}

function stops(hop: Hop): boolean {
  switch (hop.hop) {
    case 'policies':
      return hop.is !== 'allowed';
    case 'arrival':
      return !hop.isAccepted;
    case 'stop':
      return true;
    default:
      return false;
  }
}
