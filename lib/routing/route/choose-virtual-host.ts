import type { HostIndex } from '../../istiod/hosts/host-index';

/** What answers to a Host: its port and case do not count, and `*` is the last resort. (D1) */
export function chooseVirtualHost<VirtualHost>(
  table: HostIndex<VirtualHost>,
  authority: string,
): VirtualHost | undefined {
  return table.answering(hostOf(authority)) ?? table.get('*');
}

/** The Host in lower case, without the port. */
export function hostOf(authority: string): string {
  // What stands in brackets is an IPv6 address, whose colons part no port.
  const colon = authority.lastIndexOf(':');
  const hasPort = colon > authority.lastIndexOf(']');
  return (hasPort ? authority.slice(0, colon) : authority).toLowerCase();
}
