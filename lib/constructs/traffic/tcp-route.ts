import type { VirtualServiceSpecTcp } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
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
   * Destination addresses of the connection, as IP addresses or CIDR blocks. They apply in the mesh only.
   *
   * @default any address
   */
  readonly destinationSubnets?: readonly string[];
}

/**
 * A route for TCP connections.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export interface TcpRoute {
  /**
   * Matches. The route applies to a connection for which at least one of them holds.
   *
   * @default the route matches every connection
   */
  readonly match?: readonly L4MatchAttributes[];

  /** The destination of the connections, or several destinations with weights. */
  readonly to: DestinationReference | readonly RouteDestination[];
}

/** @internal */
export function renderTcpRoute(
  route: TcpRoute,
  rendering: Rendering,
  field: FieldPath,
): VirtualServiceSpecTcp {
  return {
    match: route.match?.map((match, i) => ({
      destinationSubnets: list(match.destinationSubnets),
      ...renderSourceMatch(match, rendering, [...field, 'match', i]),
    })),
    route: renderRouteDestinations(route.to, rendering, [...field, 'route']),
  };
}
