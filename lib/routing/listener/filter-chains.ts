import { type GatewayServer, sniHosts } from '../../istiod/gateways/gateway-servers';
import type { ServerGroup } from '../../istiod/gateways/merge-servers';
import type { Workload } from '../../istiod/workloads/workloads';
import { lazily } from '../../manifests/collections';
import type { ServerHop, ServerRef } from '../result';
import { whyTableRefused } from '../route/build-routes';
import { sniRoutesFor, type TcpRoute, tcpRouteFor } from '../route/gateway-tcp-routes';
import { gatewayRouteTable, type RouteTable } from '../route/gateway-virtual-hosts';
import type { VirtualServicesByHost } from '../route/virtual-services-by-host';

/** What a listener of a gateway does with connections. (A5, A7) */
export type FilterChain = HttpChain | TcpChain | AutoPassthroughChain;

interface ServerChain {
  readonly server: GatewayServer;
  readonly serves: ServerHop['serves'];
  /** Other servers that share the route table. */
  readonly shares: readonly ServerRef[];
}

/** The chain routes requests. */
export interface HttpChain extends ServerChain {
  readonly is: 'HTTP';
  readonly terminatesTls: boolean;
  /** The route table, which is made when a request first needs it. */
  table(): RouteTable;
  /** Why Envoy refuses the route table; undefined if it takes it. (W11) */
  whyRefused(): string | undefined;
}

/** The chain forwards bytes. */
export interface TcpChain extends ServerChain {
  readonly is: 'TCP';
  readonly terminatesTls: boolean;
  readonly route: TcpRoute;
}

/** The chain forwards TLS connections to the cluster that their SNI names. */
interface AutoPassthroughChain extends ServerChain {
  readonly is: 'AUTO_PASSTHROUGH';
}

/** A chain, and the SNIs that it is for; undefined if it is for connections with any SNI or none. */
export interface NamedChain {
  readonly sniHosts: readonly string[] | undefined;
  readonly chain: FilterChain;
}

/** The pods of a gateway, and the VirtualServices that they see of a Gateway. */
export interface GatewayScope {
  readonly workload: Workload;
  boundTo(gatewayName: string): VirtualServicesByHost;
  /** Whether Envoy refuses a route of any VirtualService. */
  readonly hasRefusedRoutes: boolean;
}

const NONE: readonly ServerRef[] = [];

/** Whether a chain can read what the client sends. Bytes that it only forwards, it need not read. */
export function understands(chain: FilterChain, isTls: boolean): boolean {
  switch (chain.is) {
    case 'HTTP':
      return chain.terminatesTls === isTls;
    case 'TCP':
      return isTls || !chain.terminatesTls;
    case 'AUTO_PASSTHROUGH':
      return isTls;
  }
}

/** The chain of servers that share a plain HTTP port and a route table. */
export function plainHttpChain({ servers }: ServerGroup, scope: GatewayScope): HttpChain {
  const [server, ...others] = servers;
  return {
    is: 'HTTP',
    server,
    serves: 'HTTP',
    shares: others.map(({ ref }) => ref),
    terminatesTls: false,
    ...routesFor(servers, scope),
  };
}

function routesFor(
  servers: readonly GatewayServer[],
  { workload, boundTo, hasRefusedRoutes }: GatewayScope,
): Pick<HttpChain, 'table' | 'whyRefused'> {
  const table = lazily(() => gatewayRouteTable(workload, servers, boundTo));
  const whyRefused = lazily(() =>
    whyTableRefused(Array.from(table().values(), ({ routes }) => routes).flat()),
  );
  return { table, whyRefused: hasRefusedRoutes ? whyRefused : () => undefined };
}

/**
 * The chains of a server that shares no route table.
 *
 * @param taken the SNIs that have a chain on the port already; those of the returned chains are added
 */
export function chainsOf(server: GatewayServer, scope: GatewayScope, taken: Set<string>): NamedChain[] {
  const named = (chain: FilterChain): NamedChain[] => [{ sniHosts: sniHosts(server), chain }];
  switch (server.kind) {
    case 'HTTPS': {
      const routes = routesFor([server], scope);
      return named({ is: 'HTTP', server, serves: 'HTTPS', shares: NONE, terminatesTls: true, ...routes });
    }
    case 'AUTO_PASSTHROUGH':
      return named({ is: 'AUTO_PASSTHROUGH', server, serves: 'TLS passthrough', shares: NONE });
    case 'PASSTHROUGH':
      return passthroughChains(server, scope, taken);
    default: {
      const route = tcpRouteFor(server, scope.boundTo(server.gatewayName));
      if (!route) {
        return [];
      }
      return server.tls
        ? named({ is: 'TCP', server, serves: 'TLS termination', shares: NONE, terminatesTls: true, route })
        : [
            {
              sniHosts: undefined,
              chain: { is: 'TCP', server, serves: 'TCP', shares: NONE, terminatesTls: false, route },
            },
          ];
    }
  }
}

function passthroughChains(server: GatewayServer, scope: GatewayScope, taken: Set<string>): NamedChain[] {
  const routes = sniRoutesFor(server, scope.boundTo(server.gatewayName), taken);
  return routes.map(({ sniHosts: names, route }) => ({
    sniHosts: names.includes('*') ? undefined : names,
    chain: { is: 'TCP', server, serves: 'TLS passthrough', shares: NONE, terminatesTls: false, route },
  }));
}
