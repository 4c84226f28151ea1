import type { HostIndex } from '../../istiod/hosts/host-index';
import { isWildcard } from '../../istiod/hosts/host-matching';

/** A virtual host whose routes are built when a request first needs them. */
export interface LazyVirtualHost {
  readonly domain: string;
  /** Whether Envoy has it: a virtual host without routes does not exist. */
  readonly exists: boolean;
}

/** The virtual host for a Host header: without regard to its port and case, the most specific one, and `*` last. (D1) */
export function chooseVirtualHost<VirtualHost extends LazyVirtualHost>(
  table: HostIndex<VirtualHost>,
  authority: string,
): VirtualHost | undefined {
  const host = hostOf(authority);
  const first = table.answering(host) ?? table.get('*');
  if (!first || first.exists) {
    return first;
  }
  return [...table.covering(host)].find(
    (virtualHost) => virtualHost.exists && answers(virtualHost.domain, host),
  );
}

/** A wildcard leaves at least one character for its `*`, except for `*` itself. (D1) */
function answers(domain: string, host: string): boolean {
  return !isWildcard(domain) || domain === '*' || domain.length <= host.length;
}

/** The Host header in lower case and without its port. */
export function hostOf(authority: string): string {
  // The colons of an IPv6 address in brackets do not precede a port.
  const colon = authority.lastIndexOf(':');
  const hasPort = colon > authority.lastIndexOf(']');
  return (hasPort ? authority.slice(0, colon) : authority).toLowerCase();
}
