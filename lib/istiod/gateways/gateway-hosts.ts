import { memoized } from '../../manifests/collections';
import { HostIndex } from '../hosts/host-index';
import { type RouteList, routesUsedBy } from './gateway-servers';
import type { Gateway } from './gateways';

/** The hosts of Gateways; ask for them by `index.view(gatewayHosts)`. */
export function gatewayHosts(): GatewayHosts {
  return new GatewayHosts();
}

/** The hosts of one scope, each with the lists of routes that its servers use. */
type Hosts = HostIndex<ReadonlySet<RouteList>>;

/** The hosts of the servers of Gateways, by the namespaces of the VirtualServices that may serve them. (A3, B3) */
export class GatewayHosts {
  /** The lists of routes that are used by the servers of a Gateway that have the host. */
  readonly routesFor = memoized(
    ({ manifest }: Gateway, host: string, namespace: string) =>
      `${manifest.namespace}/${manifest.name} ${host} ${namespace}`,
    (gateway, host, namespace): ReadonlySet<RouteList> => {
      const all = new Set<RouteList>();
      for (const hosts of this.scopes(gateway, namespace)) {
        for (const lists of hosts.matching(host)) {
          for (const list of lists) {
            all.add(list);
          }
        }
      }
      return all;
    },
  );
  private readonly scopesOf = memoized((gateway: Gateway) => gateway, hostsByNamespace);

  /** Whether VirtualServices of a namespace may serve a host at a Gateway. */
  serves(gateway: Gateway, host: string, namespace: string): boolean {
    return this.scopes(gateway, namespace).some((hosts) => hosts.matches(host));
  }

  private scopes(gateway: Gateway, namespace: string): Hosts[] {
    const scopes = this.scopesOf(gateway);
    const [shared, own] = [scopes.get(undefined), scopes.get(namespace)];
    return shared ? (own ? [shared, own] : [shared]) : own ? [own] : [];
  }
}

/** Hosts by the namespace that they are for; undefined stands for all namespaces. */
function hostsByNamespace({ servers }: Gateway): ReadonlyMap<string | undefined, Hosts> {
  const scopes = new Map<string | undefined, Map<string, Set<RouteList>>>();
  for (const server of servers) {
    for (const { namespace, name } of server.hosts) {
      const hosts = scopes.get(namespace) ?? new Map<string, Set<RouteList>>();
      scopes.set(namespace, hosts);
      hosts.set(name, (hosts.get(name) ?? new Set<RouteList>()).add(routesUsedBy(server)));
    }
  }
  return new Map([...scopes].map(([namespace, hosts]) => [namespace, new HostIndex(hosts)]));
}
