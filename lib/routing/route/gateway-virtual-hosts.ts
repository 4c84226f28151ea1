import type { GatewayServer } from '../../istiod/gateways/gateway-servers';
import { HostIndex } from '../../istiod/hosts/host-index';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ObjectRef, ServerRef, VirtualHostHop } from '../result';
import { buildRoutes, type HttpRoute, type RouteScope } from './build-routes';
import type { LazyVirtualHost } from './choose-virtual-host';
import { namesAt, ServerHosts } from './server-hosts';
import type { VirtualServicesByHost } from './virtual-services-by-host';

/** The virtual hosts of a route table, by domain. */
export type RouteTable = HostIndex<GatewayVirtualHost>;

/** What a server contributes to a virtual host: the routes of a VirtualService, or only a redirect to HTTPS. */
interface Contribution {
  readonly server: GatewayServer;
  readonly built?: BuiltRoutes;
}

/** The routes that a gateway has for a domain. They are built when a request first asks for them. */
export class GatewayVirtualHost implements LazyVirtualHost {
  private readonly contributions: Contribution[] = [];
  private built: BuiltVirtualHost | undefined;

  constructor(readonly domain: string) {}

  add(contribution: Contribution): void {
    this.contributions.push(contribution);
  }

  /** The servers that it is for. */
  get servers(): readonly ServerRef[] {
    return [...new Set(this.contributions.map(({ server }) => server.ref))];
  }

  get exists(): boolean {
    const { routes, redirectedBy } = this.build();
    return routes.length > 0 || redirectedBy !== undefined;
  }

  get routes(): readonly HttpRoute[] {
    return this.build().routes;
  }

  /** The server that redirects unencrypted requests to HTTPS. (A8) */
  get redirectedBy(): ServerRef | undefined {
    return this.build().redirectedBy;
  }

  get hop(): VirtualHostHop {
    return this.build().hop;
  }

  private build(): BuiltVirtualHost {
    this.built ??= builtFrom(this.domain, this.contributions);
    return this.built;
  }
}

interface BuiltVirtualHost {
  readonly routes: readonly HttpRoute[];
  readonly redirectedBy: ServerRef | undefined;
  readonly hop: VirtualHostHop;
}

function builtFrom(domain: string, contributions: readonly Contribution[]): BuiltVirtualHost {
  const lists: (readonly HttpRoute[])[] = [];
  const virtualServices = new Set<ObjectRef>();
  let redirectedBy: ServerRef | undefined;
  for (const { server, built } of contributions) {
    const routes = built?.routes ?? [];
    if (built && routes.length > 0) {
      lists.push(routes);
      virtualServices.add(built.virtualService.ref);
    }
    if (server.redirectsToHttps && (!built || routes.length > 0)) {
      redirectedBy ??= server.ref;
    }
  }
  const hop = { hop: 'virtual host', domain, virtualServices: [...virtualServices], passedOver: [] } as const;
  return { routes: inOrder(lists), redirectedBy, hop };
}

/** The routes of a VirtualService at a Gateway: those for the first of the Gateway's servers that it has any for. */
class BuiltRoutes {
  private built: readonly HttpRoute[] | undefined;

  constructor(
    readonly virtualService: VirtualService,
    private readonly scope: RouteScope,
    private readonly atEarlierServer: BuiltRoutes | undefined,
  ) {}

  get routes(): readonly HttpRoute[] {
    if (!this.built) {
      const earlier = this.atEarlierServer?.routes ?? [];
      this.built = earlier.length > 0 ? earlier : buildRoutes(this.virtualService, this.scope);
    }
    return this.built;
  }
}

/**
 * The virtual hosts of servers that share a route table, whichever Gateways have them. (B3, C1, A8)
 *
 * @param boundTo the VirtualServices that are bound to a Gateway and visible to its pods
 */
export function gatewayRouteTable(
  workload: Workload,
  servers: readonly GatewayServer[],
  boundTo: (gatewayName: string) => VirtualServicesByHost,
): RouteTable {
  const table: RouteTable = new HostIndex();
  const builtByGateway = new Map<string, Map<VirtualService, BuiltRoutes>>();
  for (const server of servers) {
    const { gatewayName } = server;
    const built = builtByGateway.get(gatewayName) ?? new Map<VirtualService, BuiltRoutes>();
    builtByGateway.set(gatewayName, built);
    const serverHosts = new ServerHosts(server.hosts);
    const scope = { workload, gateway: gatewayName, port: server.port, isTls: server.tls !== undefined };
    for (const virtualService of boundTo(gatewayName).sharing(namesAt(server))) {
      const domains = serverHosts.intersection(virtualService);
      if (domains.size > 0) {
        const routes = new BuiltRoutes(virtualService, scope, built.get(virtualService));
        built.set(virtualService, routes);
        for (const domain of domains) {
          virtualHostIn(table, domain).add({ server, built: routes });
        }
      }
    }
    // The server redirects its other hosts, too.
    for (const { normalized } of server.redirectsToHttps ? server.hosts : []) {
      virtualHostIn(table, normalized).add({ server });
    }
  }
  return table;
}

function virtualHostIn(table: RouteTable, host: string): GatewayVirtualHost {
  const domain = host.toLowerCase();
  let virtualHost = table.get(domain);
  if (!virtualHost) {
    virtualHost = new GatewayVirtualHost(domain);
    table.set(domain, virtualHost);
  }
  return virtualHost;
}

/** Routes that match every request come last, so that no VirtualService hides the routes of another. (C1) */
function inOrder(lists: readonly (readonly HttpRoute[])[]): readonly HttpRoute[] {
  const [only, second] = lists;
  if (!second) {
    return only ?? [];
  }
  const routes = lists.flat();
  return [
    ...routes.filter(({ match }) => !match.isCatchAll),
    ...routes.filter(({ match }) => match.isCatchAll),
  ];
}
