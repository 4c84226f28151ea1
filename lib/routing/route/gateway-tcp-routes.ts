import { type GatewayServer, hostsFor } from '../../istiod/gateways/gateway-servers';
import { hostsMatch } from '../../istiod/hosts/host-matching';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { type Fields, numberOf, objectsIn, textsIn } from '../../manifests/fields';
import type { RouteRef } from '../result';
import { namesAt } from './server-hosts';
import type { VirtualServicesByHost } from './virtual-services-by-host';

/** A route of `spec.tls` or `spec.tcp`, which forwards bytes. (A10) */
export interface TcpRoute {
  readonly ref: RouteRef;
  readonly virtualService: VirtualService;
  /** Why the bytes take it. */
  readonly because: string;
  readonly destinations: readonly Fields[];
  /** The port of the server, or in the mesh the port that the client calls. */
  readonly port: number;
}

/** A route for TLS connections with certain SNIs. */
export interface SniRoute {
  readonly sniHosts: readonly string[];
  readonly route: TcpRoute;
}

/** A place in the routes of a VirtualService, and where it leads. */
interface TcpRouteFields extends Omit<TcpRoute, 'ref' | 'because'> {
  readonly index: number;
  /** The index of the match; negative for a route without matches. */
  readonly match: number;
}

/** A `tcp` route, which bytes take because it is the first for them. */
export function firstRoute({ index, match, ...route }: TcpRouteFields): TcpRoute {
  const { ref: virtualService } = route.virtualService;
  const ref: RouteRef = { virtualService, protocol: 'tcp', index, ...(match >= 0 ? { match } : {}) };
  return { ref, ...route, because: 'it is the first that matches' };
}

/** A `tls` route, which TLS takes by its SNI. */
export function routeForSni({ index, match, ...route }: TcpRouteFields): TcpRoute {
  const { ref: virtualService } = route.virtualService;
  const ref: RouteRef = { virtualService, protocol: 'tls', index, match };
  return { ref, ...route, because: 'its SNI is the most specific that matches' };
}

/** The first `tcp` route for a server, of the first VirtualService that has one. (A10) */
export function tcpRouteFor(server: GatewayServer, bound: VirtualServicesByHost): TcpRoute | undefined {
  for (const virtualService of bound.sharing(namesAt(server))) {
    const { tcp } = virtualService;
    if (tcp.length === 0 || !sharesHost(virtualService, server)) {
      continue;
    }
    for (const [index, fields] of tcp.entries()) {
      const matches = objectsIn(fields.match);
      const match = matches.findIndex((each) => appliesTo(server, each));
      const destinations = objectsIn(fields.route);
      if (destinations.length > 0 && (matches.length === 0 || match >= 0)) {
        return firstRoute({ virtualService, index, match, destinations, port: server.port });
      }
    }
  }
  return undefined;
}

/**
 * The `tls` routes for a server that passes TLS through. (A10)
 *
 * @param taken the SNIs that have a route on the port already; those of the returned routes are added
 */
export function sniRoutesFor(
  server: GatewayServer,
  bound: VirtualServicesByHost,
  taken: Set<string>,
): SniRoute[] {
  const routes: SniRoute[] = [];
  const keyOf = (host: string) => `${server.bind} ${host}`;
  for (const virtualService of bound.sharing(namesAt(server))) {
    const { tls } = virtualService;
    for (const [index, fields] of tls.length > 0 && sharesHost(virtualService, server) ? tls.entries() : []) {
      const destinations = objectsIn(fields.route);
      for (const [match, conditions] of objectsIn(fields.match).entries()) {
        const sniHosts = textsIn(conditions.sniHosts);
        const isFree = !sniHosts.some((host) => taken.has(keyOf(host)));
        if (isFree && appliesTo(server, conditions) && destinations.length > 0) {
          for (const host of sniHosts) {
            taken.add(keyOf(host));
          }
          const route = routeForSni({ virtualService, index, match, destinations, port: server.port });
          routes.push({ sniHosts, route });
        }
      }
    }
  }
  return routes;
}

/** Whether the VirtualService and the server have a name in common. (A10) */
function sharesHost({ hosts, namespace }: VirtualService, server: GatewayServer): boolean {
  const serverHosts = hostsFor(server, namespace);
  return hosts.some((host) => serverHosts.some((serverHost) => hostsMatch(host, serverHost)));
}

/** Of the conditions, only the port and the gateways count at a gateway. (A10) */
function appliesTo({ port, gatewayName }: GatewayServer, match: Fields): boolean {
  const wantedPort = numberOf(match.port);
  const gateways = textsIn(match.gateways);
  return (!wantedPort || wantedPort === port) && (gateways.length === 0 || gateways.includes(gatewayName));
}
