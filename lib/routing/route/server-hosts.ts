import type { GatewayServer, ServerHost } from '../../istiod/gateways/gateway-servers';
import { HostIndex } from '../../istiod/hosts/host-index';
import { isWildcard } from '../../istiod/hosts/host-matching';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';

/** The names that a server has, whichever namespaces they are for. */
export function namesAt({ hosts }: GatewayServer): string[] {
  return hosts.map(({ name }) => name);
}

/** The hosts of a Gateway's server. Hosts with a namespace are for the VirtualServices of that namespace only. (B3) */
export class ServerHosts {
  private readonly shared = new HostIndex<true>();
  private readonly byNamespace = new Map<string, HostIndex<true>>();

  constructor(hosts: readonly ServerHost[]) {
    for (const { namespace, name } of hosts) {
      const index = namespace === undefined ? this.shared : this.ofNamespace(namespace);
      index.set(name, true);
    }
  }

  /** The hosts that a VirtualService has at the server: of two hosts that have names in common, the narrower. (B3) */
  intersection({ hosts, namespace }: VirtualService): ReadonlySet<string> {
    const found = new Set<string>();
    for (const index of [this.shared, this.byNamespace.get(namespace)]) {
      for (const host of index ? hosts : []) {
        if (index?.mostSpecific(host)) {
          found.add(host);
        }
        for (const [narrower] of isWildcard(host) ? (index?.coveredBy(host) ?? []) : []) {
          found.add(narrower);
        }
      }
    }
    return found;
  }

  private ofNamespace(namespace: string): HostIndex<true> {
    const known = this.byNamespace.get(namespace) ?? new HostIndex<true>();
    this.byNamespace.set(namespace, known);
    return known;
  }
}
