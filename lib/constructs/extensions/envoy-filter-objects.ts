import type { EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRouteAction } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { IGateway } from '../gateway/gateway';
import type { Rendering } from '../rendering';

/**
 * A filter by its name.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch
 */
export interface FilterMatch {
  /** The name, such as `envoy.filters.network.http_connection_manager`. */
  readonly name: string;

  /**
   * The name of a filter inside it: for an HTTP filter in the HTTP connection manager.
   *
   * @default any
   */
  readonly subFilter?: string;
}

/**
 * A chain of filters of a listener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch
 */
export interface FilterChainMatch {
  /**
   * The name of the chain.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * An SNI host that the chain is for.
   *
   * @default any
   */
  readonly sni?: string;

  /**
   * `raw_buffer` or `tls`; for calls to a sidecar.
   *
   * @default any
   */
  readonly transportProtocol?: string;

  /**
   * Protocols of ALPN that the chain is for; for sidecars.
   *
   * @default any
   */
  readonly applicationProtocols?: readonly string[];

  /**
   * The port that the chain is for, which at a sidecar's inbound listener tells the ports of the pod apart.
   *
   * @default any
   */
  readonly destinationPort?: number;

  /**
   * A filter of the chain.
   *
   * @default any filter
   */
  readonly filter?: FilterMatch;
}

/**
 * A listener; all that is said must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch
 */
export interface ListenerMatch {
  /**
   * The name, such as `0.0.0.0_443` or `virtualInbound`.
   *
   * @default any
   */
  readonly name?: string;

  /**
   * The port of the Service, or that of the gateway's pod.
   *
   * @default any
   */
  readonly portNumber?: number;

  /**
   * A chain of filters of the listener.
   *
   * @default any chain
   */
  readonly filterChain?: FilterChainMatch;

  /**
   * The name of a filter of the listener itself, such as `envoy.filters.listener.tls_inspector`.
   *
   * @default any
   */
  readonly listenerFilter?: string;
}

/** What a route does. */
export enum RouteAction {
  /** Whatever it does. */
  ANY = 'ANY',
  /** It forwards. */
  ROUTE = 'ROUTE',
  /** It sends the client elsewhere. */
  REDIRECT = 'REDIRECT',
  /** It is answered by the proxy. */
  DIRECT_RESPONSE = 'DIRECT_RESPONSE',
}

/**
 * A route of a virtual host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch
 */
export interface RouteMatch {
  /**
   * The name: that of the VirtualService's route, or `default`.
   *
   * @default any
   */
  readonly name?: string;

  /**
   * What the route does.
   *
   * @default RouteAction.ANY
   */
  readonly action?: RouteAction;
}

/**
 * A virtual host of a table of routes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch
 */
export interface VirtualHostMatch {
  /**
   * The name, which is host and port: `reviews.prod.svc.cluster.local:80`.
   *
   * @default any
   */
  readonly name?: string;

  /**
   * One of its domains.
   *
   * @default any
   */
  readonly domainName?: string;

  /**
   * A route of the virtual host.
   *
   * @default any route
   */
  readonly route?: RouteMatch;
}

/**
 * A table of routes; all that is said must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch
 */
export interface RouteConfigurationMatch {
  /**
   * The name, such as `http.8080`.
   *
   * @default any
   */
  readonly name?: string;

  /**
   * The port of the Service, or that of the gateway's server.
   *
   * @default any
   */
  readonly portNumber?: number;

  /**
   * The name of the port of the gateway's server; for gateways.
   *
   * @default any
   */
  readonly portName?: string;

  /**
   * The Gateway that the table is for; for gateways.
   *
   * @default any
   */
  readonly gateway?: IGateway;

  /**
   * A virtual host of the table.
   *
   * @default any virtual host
   */
  readonly virtualHost?: VirtualHostMatch;
}

/**
 * A cluster, which is what Envoy calls a destination; all that is said must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch
 */
export interface ClusterMatch {
  /**
   * The name, such as `outbound|80|v1|reviews.prod.svc.cluster.local`. Nothing else is looked at beside it.
   *
   * @default any
   */
  readonly name?: string;

  /**
   * The whole name of the Service, or a host of a ServiceEntry.
   *
   * @default any
   */
  readonly service?: string;

  /**
   * The port of the Service; for calls to a sidecar, that of the pod.
   *
   * @default any
   */
  readonly portNumber?: number;

  /**
   * A subset of a DestinationRule.
   *
   * @default any
   */
  readonly subset?: string;
}

/**
 * What a waypoint does for a Service.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch
 */
export interface WaypointMatch {
  /**
   * The port of the Service.
   *
   * @default any
   */
  readonly portNumber?: number;

  /**
   * A filter by its name.
   *
   * @default any filter
   */
  readonly filter?: FilterMatch;

  /**
   * The name of a route: that of the VirtualService's route, or `default`.
   *
   * @default any
   */
  readonly route?: string;
}

/** @internal */
export function renderFilter({ name, subFilter }: FilterMatch) {
  return { name, subFilter: subFilter === undefined ? undefined : { name: subFilter } };
}

/** @internal */
export function renderFilterChain({ applicationProtocols, filter, ...chain }: FilterChainMatch) {
  return {
    ...chain,
    applicationProtocols: applicationProtocols?.join(','),
    filter: filter && renderFilter(filter),
  };
}

/** @internal */
export function renderVirtualHost({ name, domainName, route }: VirtualHostMatch) {
  return {
    name,
    domainName,
    route: route && {
      name: route.name,
      // The raw type has an enum of its own with the same values.
      action: route.action as unknown as
        | EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRouteAction
        | undefined,
    },
  };
}

/**
 * Always with its namespace, as the tables of gateways are named.
 *
 * @internal
 */
export function renderTableGateway(
  { gatewayName: name, gatewayNamespace: namespace }: IGateway,
  rendering: Rendering,
  field: FieldPath,
): string {
  if (namespace === undefined) {
    rendering.refuse(
      field,
      `names Gateway "${name}", which has no namespace; set the namespace of its chart`,
    );
  }
  return `${namespace}/${name}`;
}
