import type { VirtualServiceSpecTcp } from '../../../imports/networking.istio.io';
import { list, type Rendering } from '../rendering';
import { type DestinationReference, type RouteDestination, renderRouteDestinations } from './destination';
import { renderSourceMatch, type SourceMatch } from './http-match';

/**
 * Conditions on a TCP connection, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export interface L4MatchAttributes extends SourceMatch {
  /**
   * Addresses that the connection goes to, as IP addresses or CIDR blocks. In the mesh only.
   *
   * @default any address
   */
  readonly destinationSubnets?: readonly string[];
}

/**
 * Where TCP connections are sent.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export interface TcpRoute {
  /**
   * Conditions, one of which must hold.
   *
   * @default the route matches every connection
   */
  readonly match?: readonly L4MatchAttributes[];

  /** One destination, or several with weights. */
  readonly to: DestinationReference | readonly RouteDestination[];
}

/** @internal */
export function renderTcpRoute(route: TcpRoute, rendering: Rendering, field: string): VirtualServiceSpecTcp {
  return {
    match: route.match?.map((match, i) => ({
      destinationSubnets: list(match.destinationSubnets),
      ...renderSourceMatch(match, rendering, `${field}.match[${i}]`),
    })),
    route: renderRouteDestinations(route.to, rendering, `${field}.route`),
  };
}
