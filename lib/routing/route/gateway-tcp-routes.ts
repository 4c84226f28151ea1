import { type GatewayServer, hostsFor } from '../../istiod/gateways/gateway-servers';
import { hostsMatch } from '../../istiod/hosts/hosts';
import type { VirtualService, VirtualServices } from '../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, numberOf, objectsIn, textsIn } from '../../manifests/fields';
import type { Cluster } from '../destination/choose-cluster';
import type { RoutingClient } from '../destination/routing-client';
import type { RouteRef } from '../result';
import { boundTo } from './gateway-virtual-hosts';

/** A route of bytes: of `spec.tls` or `spec.tcp`. (A10) */
export interface L4Route {
  readonly ref: RouteRef;
  readonly virtualService: VirtualService;
  readonly targets: readonly L4Target[];
}

export interface L4Target {
  readonly share: number;
  readonly cluster: Cluster;
}

/** A route for some of the names that clients of TLS call. */
export interface SniRoute {
  readonly sniHosts: readonly string[];
  readonly route: L4Route;
}

/** The first `tcp` route of the first VirtualService that has one for a server. (A10) */
export function tcpRouteFor(
  client: RoutingClient,
  server: GatewayServer,
  virtualServices: VirtualServices,
): L4Route | undefined {
  for (const virtualService of fitting(client, server, virtualServices)) {
    for (const [index, route] of virtualService.tcp.entries()) {
      const matches = objectsIn(route.match);
      const match = matches.findIndex((one) => appliesTo(one, server));
      const destinations = objectsIn(route.route);
      if (destinations.length > 0 && (matches.length === 0 || match >= 0)) {
        const ref: RouteRef = {
          virtualService: virtualService.ref,
          protocol: 'tcp',
          index,
          ...(match >= 0 ? { match } : {}),
        };
        return { ref, virtualService, targets: l4Targets(client, destinations, server.port) };
      }
    }
  }
  return undefined;
}

/** The `tls` routes for a server that passes TLS through; names that are taken on the port are not given twice. (A10) */
export function sniRoutesFor(
  client: RoutingClient,
  server: GatewayServer,
  virtualServices: VirtualServices,
  taken: Set<string>,
): SniRoute[] {
  const routes: SniRoute[] = [];
  for (const virtualService of fitting(client, server, virtualServices)) {
    for (const [index, route] of virtualService.tls.entries()) {
      for (const [match, fields] of objectsIn(route.match).entries()) {
        const sniHosts = textsIn(fields.sniHosts);
        const destinations = objectsIn(route.route);
        const isFree = sniHosts.every((host) => !taken.has(`${server.bind} ${host}`));
        if (!appliesTo(fields, server) || !isFree || destinations.length === 0) {
          continue;
        }
        for (const host of sniHosts) {
          taken.add(`${server.bind} ${host}`);
        }
        const ref: RouteRef = { virtualService: virtualService.ref, protocol: 'tls', index, match };
        routes.push({
          sniHosts,
          route: { ref, virtualService, targets: l4Targets(client, destinations, server.port) },
        });
      }
    }
  }
  return routes;
}

/** The destinations of a route of bytes; those without weight are dropped where there are several. */
export function l4Targets(
  client: RoutingClient,
  destinations: readonly Fields[],
  routePort: number,
): L4Target[] {
  const isOne = destinations.length === 1;
  const weightOf = ({ weight }: Fields) => (isOne ? 1 : (numberOf(weight) ?? 0));
  const weighted = destinations.filter((one) => weightOf(one) > 0);
  const total = weighted.reduce((sum, one) => sum + weightOf(one), 0);
  return weighted.map((one) => {
    const cluster = client.clusters.ofTcpRoute(fieldsOf(one.destination), routePort);
    return { share: weightOf(one) / total, cluster };
  });
}

/** VirtualServices one of whose hosts meets one of the server's, in either direction. (A10) */
function fitting(
  client: RoutingClient,
  server: GatewayServer,
  virtualServices: VirtualServices,
): VirtualService[] {
  const bound = boundTo(virtualServices, server.gatewayName, client.workload.namespace);
  return bound.filter(({ hosts, namespace, tcp, tls }) => {
    if (tcp.length + tls.length === 0) {
      return false;
    }
    const serverHosts = hostsFor(server, namespace);
    return hosts.some((host) => serverHosts.some((one) => hostsMatch(host, one)));
  });
}

/** Only the port and the gateways count there. (A10) */
function appliesTo(match: Fields, { port, gatewayName }: GatewayServer): boolean {
  const wanted = numberOf(match.port);
  const gateways = textsIn(match.gateways);
  return (!wanted || wanted === port) && (gateways.length === 0 || gateways.includes(gatewayName));
}
