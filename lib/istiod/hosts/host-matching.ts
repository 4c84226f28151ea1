/** Whether a host begins with `*`, such as `*` and `*.example.com`. (0.3) */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether both hosts cover some name. What follows the `*` is a plain suffix: `*.example.com` covers `a.b.example.com`. */
export function hostsMatch(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a);
}

/** Whether `other` covers every name that `host` covers. */
export function isSubsetOf(host: string, other: string): boolean {
  if (!isWildcard(other)) {
    return host === other;
  }
  const suffix = other.slice(1);
  return isWildcard(host) ? host.slice(1).endsWith(suffix) : host.endsWith(suffix);
}
