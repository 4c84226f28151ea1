import type { Hop } from '../routing';

/** If nothing stops a request, the last of these hops on its way decides. */
const DECIDING: readonly Hop['hop'][] = ['route', 'virtual host', 'server', 'entrance'];

/**
 * The hops that decide how requests end.
 *
 * @param about hops that are wanted, too, if they are on the way
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
