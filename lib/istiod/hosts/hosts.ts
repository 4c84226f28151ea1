/** Istio's algebra of host names, where `*` may stand for the beginning of a name. */

/** A name that begins with `*`: `*`, `*.example.com`. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether some name is covered by both. The wildcard is a plain suffix: `*.example.com` covers `a.b.example.com`. */
export function hostsMatch(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a);
}

/** Whether every name covered by `host` is covered by `other` too. */
export function isSubsetOf(host: string, other: string): boolean {
  if (!isWildcard(other)) {
    return host === other;
  }
  const suffix = other.slice(1);
  return isWildcard(host) ? host.slice(1).endsWith(suffix) : host.endsWith(suffix);
}

/** A test for being covered by one of many hosts, whose time does not depend on how many they are. */
export function coverOf(hosts: Iterable<string>): (host: string) => boolean {
  const known = new Set(hosts);
  const lengths = wildcardLengths(known);
  return (host) => known.has(host) || lengths.some((length) => known.has(wildcardOver(host, length)));
}

/** For each host that an earlier one of the list matches, the place of the first that does. */
export function firstOverlaps(hosts: readonly string[]): Map<number, number> {
  const places = new Map<string, number>();
  const overlaps = new Map<number, number>();
  const overlap = (a: number, b: number) => {
    const [first, later] = a < b ? [a, b] : [b, a];
    overlaps.set(later, Math.min(first, overlaps.get(later) ?? first));
  };
  for (const [i, host] of hosts.entries()) {
    const same = places.get(host);
    if (same === undefined) {
      places.set(host, i);
    } else {
      overlap(same, i);
    }
  }
  const lengths = wildcardLengths(places.keys());
  for (const [i, host] of hosts.entries()) {
    for (const length of lengths) {
      const wildcard = places.get(wildcardOver(host, length));
      if (wildcard !== undefined && hosts[wildcard] !== host) {
        overlap(wildcard, i);
      }
    }
  }
  return overlaps;
}

/** No name of DNS is longer. */
const MAX_LENGTH = 255;

function wildcardLengths(hosts: Iterable<string>): readonly number[] {
  const lengths = new Set<number>();
  for (const host of hosts) {
    if (isWildcard(host) && host.length <= MAX_LENGTH) {
      lengths.add(host.length);
    }
  }
  return [...lengths];
}

/** The wildcard of this length that covers the host; the host itself, if it is too short for one. */
function wildcardOver(host: string, length: number): string {
  const suffixLength = length - 1;
  const rest = isWildcard(host) ? host.slice(1) : host;
  return suffixLength > rest.length ? host : `*${rest.slice(rest.length - suffixLength)}`;
}
