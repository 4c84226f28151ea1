import type { VirtualServiceSpecTls } from '../../../imports/networking.istio.io';
import { list, type Rendering } from '../rendering';
import { type DestinationReference, type RouteDestination, renderRouteDestinations } from './destination';
import { renderSourceMatch, type SourceMatch } from './http-match';

/**
 * Conditions on an encrypted connection, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export interface TlsMatchAttributes extends SourceMatch {
  /** Server names that the client asks for (SNI), each covered by the hosts of the VirtualService. */
  readonly sniHosts: readonly string[];

  /**
   * Addresses that the connection goes to, as IP addresses or CIDR blocks. In the mesh only.
   *
   * @default any address
   */
  readonly destinationSubnets?: readonly string[];
}

/**
 * Where encrypted connections are sent, unopened, by the server name that they ask for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export interface TlsRoute {
  /** Conditions, one of which must hold. */
  readonly match: readonly TlsMatchAttributes[];

  /** One destination, or several with weights. */
  readonly to: DestinationReference | readonly RouteDestination[];
}

/** @internal */
export function renderTlsRoute(route: TlsRoute, rendering: Rendering, field: string): VirtualServiceSpecTls {
  return {
    match: route.match.map((match, i) => ({
      sniHosts: [...match.sniHosts],
      destinationSubnets: list(match.destinationSubnets),
      ...renderSourceMatch(match, rendering, `${field}.match[${i}]`),
    })),
    route: renderRouteDestinations(route.to, rendering, `${field}.route`),
  };
}
