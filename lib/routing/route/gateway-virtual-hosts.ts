import type { GatewayServer, ServerHost } from '../../istiod/gateways/gateway-servers';
import { HostIndex } from '../../istiod/hosts/host-index';
import { isWildcard } from '../../istiod/hosts/hosts';
import type { VirtualService, VirtualServices } from '../../istiod/virtual-services/virtual-services';
import { inOrderOfVisibility } from '../../istiod/visibility';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ObjectRef, ServerRef } from '../result';
import { buildRoutes, type HttpRoute } from './build-routes';

/** The routes that answer to a Host. */
export interface VirtualHost {
  readonly domain: string;
  readonly routes: readonly HttpRoute[];
  readonly virtualServices: readonly ObjectRef[];
  /** The server that sends unencrypted requests to HTTPS. (A8) */
  readonly redirectedBy?: ServerRef;
}

/** The virtual hosts of a route table, by their domains. */
export type RouteTable = HostIndex<VirtualHost>;

interface OpenVirtualHost {
  readonly domain: string;
  readonly lists: HttpRoute[][];
  readonly virtualServices: Set<ObjectRef>;
  redirectedBy?: ServerRef;
}

/** What the servers of one route table answer to, whichever Gateways they are of. (B3, C1, A8) */
export function gatewayRouteTable(
  workload: Workload,
  servers: readonly GatewayServer[],
  virtualServices: VirtualServices,
): RouteTable {
  const hosts = new HostIndex<OpenVirtualHost>();
  const all: OpenVirtualHost[] = [];
  const built = new Map<string, Map<VirtualService, HttpRoute[]>>();
  for (const server of servers) {
    const { gatewayName, port, tls, ref } = server;
    const known = built.get(gatewayName) ?? new Map<VirtualService, HttpRoute[]>();
    built.set(gatewayName, known);
    const serverHosts = new ServerHosts(server.hosts);
    for (const virtualService of boundTo(virtualServices, gatewayName, workload.namespace)) {
      const domains = serverHosts.intersection(virtualService);
      if (domains.size === 0) {
        continue;
      }
      const routes =
        known.get(virtualService) ??
        buildRoutes(virtualService, { workload, gateway: gatewayName, port, isTls: tls !== undefined });
      if (routes.length === 0) {
        continue;
      }
      known.set(virtualService, routes);
      for (const domain of domains) {
        const host = hostOf(domain.toLowerCase());
        host.lists.push(routes);
        host.virtualServices.add(virtualService.ref);
        if (server.redirectsToHttps) {
          host.redirectedBy ??= ref;
        }
      }
    }
    // A host of the server that no VirtualService is for is redirected all the same.
    for (const { normalized } of server.redirectsToHttps ? server.hosts : []) {
      hostOf(normalized.toLowerCase()).redirectedBy ??= ref;
    }
  }
  return finished(all);

  function hostOf(domain: string): OpenVirtualHost {
    const known = hosts.get(domain);
    if (known) {
      return known;
    }
    const host: OpenVirtualHost = { domain, lists: [], virtualServices: new Set() };
    hosts.set(domain, host);
    all.push(host);
    return host;
  }
}

/** Those that a gateway in `namespace` sees, in the order in which their routes count. (C1) */
export function boundTo(
  virtualServices: VirtualServices,
  gateway: string,
  namespace: string,
): readonly VirtualService[] {
  return inOrderOfVisibility(virtualServices.boundTo(gateway), namespace);
}

function finished(hosts: readonly OpenVirtualHost[]): RouteTable {
  const table: RouteTable = new HostIndex();
  for (const { domain, lists, virtualServices, redirectedBy } of hosts) {
    table.set(domain, {
      domain,
      routes: inOrder(lists),
      virtualServices: [...virtualServices],
      ...(redirectedBy ? { redirectedBy } : {}),
    });
  }
  return table;
}

/** Routes that take every request come last, so that no VirtualService hides another's. (C1) */
function inOrder(lists: readonly HttpRoute[][]): readonly HttpRoute[] {
  if (lists.length === 1) {
    return lists[0] as HttpRoute[];
  }
  const routes = lists.flat();
  return [
    ...routes.filter(({ match }) => !match.isCatchAll),
    ...routes.filter(({ match }) => match.isCatchAll),
  ];
}

/** The hosts of a server, of which those with a namespace are for its VirtualServices only. (B3) */
class ServerHosts {
  private readonly shared = new HostIndex<true>();
  private readonly byNamespace = new Map<string, HostIndex<true>>();

  constructor(hosts: readonly ServerHost[]) {
    for (const { namespace, name } of hosts) {
      const index = namespace === undefined ? this.shared : this.of(namespace);
      index.set(name, true);
    }
  }

  /** Of each pair of hosts, one of which covers the other, the narrower. (B3) */
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

  private of(namespace: string): HostIndex<true> {
    const known = this.byNamespace.get(namespace) ?? new HostIndex<true>();
    this.byNamespace.set(namespace, known);
    return known;
  }
}
