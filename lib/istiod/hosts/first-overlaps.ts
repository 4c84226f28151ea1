import { HostIndex } from './host-index';

/** For each place of a host that an earlier host of the list matches, the place of the first that does. (0.3) */
export function firstOverlaps(hosts: readonly string[]): Map<number, number> {
  const overlaps = new Map<number, number>();
  if (hosts.length < 2) {
    return overlaps;
  }
  const places = new HostIndex<number>();
  const overlap = (a: number, b: number) => {
    const [first, later] = a < b ? [a, b] : [b, a];
    overlaps.set(later, Math.min(first, overlaps.get(later) ?? first));
  };
  for (const [place, host] of hosts.entries()) {
    const same = places.get(host);
    if (same === undefined) {
      places.set(host, place);
    } else {
      overlap(same, place);
    }
  }
  for (const [place, host] of hosts.entries()) {
    for (const wildcard of places.wildcardsOver(host)) {
      if (hosts[wildcard] !== host) {
        overlap(wildcard, place);
      }
    }
  }
  return overlaps;
}
