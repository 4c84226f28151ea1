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
