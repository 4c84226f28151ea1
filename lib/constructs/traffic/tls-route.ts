import type { VirtualServiceSpecTls } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { list, type Rendering } from '../rendering';
import { type DestinationReference, type RouteDestination, renderRouteDestinations } from './destination';
import { renderSourceMatch, type SourceMatch } from './http-match';

/**
 * Conditions on a TLS connection, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export interface TlsMatchAttributes extends SourceMatch {
  /** Server names in the client's TLS handshake (SNI). Each of them must match a host of the VirtualService. */
  readonly sniHosts: readonly string[];

  /**
   * Destination addresses of the connection, as IP addresses or CIDR blocks. They apply in the mesh only.
   *
   * @default any address
   */
  readonly destinationSubnets?: readonly string[];
}

/**
 * A route for TLS connections that the proxy does not decrypt. It matches by the server name of the handshake.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export interface TlsRoute {
  /** Matches. The route applies to a connection for which at least one of them holds. */
  readonly match: readonly TlsMatchAttributes[];

  /** The destination of the connections, or several destinations with weights. */
  readonly to: DestinationReference | readonly RouteDestination[];
}

/** @internal */
export function renderTlsRoute(
  route: TlsRoute,
  rendering: Rendering,
  field: FieldPath,
): VirtualServiceSpecTls {
  return {
    match: route.match.map((match, i) => ({
      sniHosts: [...match.sniHosts],
      destinationSubnets: list(match.destinationSubnets),
      ...renderSourceMatch(match, rendering, [...field, 'match', i]),
    })),
    route: renderRouteDestinations(route.to, rendering, [...field, 'route']),
  };
}
