import type { EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRouteAction } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { IGateway } from '../gateway/gateway-reference';
import type { Rendering } from '../rendering';

/**
 * A condition on a filter.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch
 */
export interface FilterMatch {
  /** The name of the filter, such as `envoy.filters.network.http_connection_manager`. */
  readonly name: string;

  /**
   * The name of a filter inside the filter, such as an HTTP filter in the HTTP connection manager.
   *
   * @default any filter
   */
  readonly subFilter?: string;
}

/**
 * Conditions on a filter chain of a listener, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch
 */
export interface FilterChainMatch {
  /**
   * The name of the filter chain.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * An SNI value that the filter chain matches.
   *
   * @default any SNI value
   */
  readonly sni?: string;

  /**
   * The transport protocol that the filter chain matches, `raw_buffer` or `tls`; for the inbound traffic of sidecars.
   *
   * @default any transport protocol
   */
  readonly transportProtocol?: string;

  /**
   * The name of the transport socket that the filter chain uses, such as `envoy.transport_sockets.tls`. From Istio 1.32
   * on.
   *
   * @default any transport socket
   */
  readonly transportSocket?: string;

  /**
   * The application protocols (ALPN) that the filter chain matches; for sidecars.
   *
   * @default any application protocols
   */
  readonly applicationProtocols?: readonly string[];

  /**
   * The destination port that the filter chain matches. At the inbound listener of a sidecar, it is a port of the pod.
   *
   * @default any port
   */
  readonly destinationPort?: number;

  /**
   * A filter of the filter chain.
   *
   * @default any filter
   */
  readonly filter?: FilterMatch;
}

/**
 * Conditions on a listener, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch
 */
export interface ListenerMatch {
  /**
   * The name of the listener, such as `0.0.0.0_443` or `virtualInbound`.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * The port of the Service; at a gateway, the port of the pod.
   *
   * @default any port
   */
  readonly portNumber?: number;

  /**
   * A filter chain of the listener.
   *
   * @default any filter chain
   */
  readonly filterChain?: FilterChainMatch;

  /**
   * The name of a listener filter, such as `envoy.filters.listener.tls_inspector`.
   *
   * @default any listener filter
   */
  readonly listenerFilter?: string;
}

/**
 * The action of a route.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action
 */
export enum RouteAction {
  /** Any action. */
  ANY = 'ANY',
  /** The route forwards requests. */
  ROUTE = 'ROUTE',
  /** The route redirects requests. */
  REDIRECT = 'REDIRECT',
  /** The proxy answers requests directly. */
  DIRECT_RESPONSE = 'DIRECT_RESPONSE',
}

/**
 * Conditions on a route of a virtual host, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch
 */
export interface RouteMatch {
  /**
   * The name of the route: the name in the VirtualService, or `default`.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * The action of the route.
   *
   * @default RouteAction.ANY
   */
  readonly action?: RouteAction;
}

/**
 * Conditions on a virtual host of a route configuration, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch
 */
export interface VirtualHostMatch {
  /**
   * The name of the virtual host, which is a host and a port: `reviews.prod.svc.cluster.local:80`.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * A domain of the virtual host.
   *
   * @default any domain
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
 * Conditions on a route configuration, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch
 */
export interface RouteConfigurationMatch {
  /**
   * The name of the route configuration, such as `http.8080`.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * The port of the Service; at a gateway, the port of the server.
   *
   * @default any port
   */
  readonly portNumber?: number;

  /**
   * The name of the port of the server; for gateways.
   *
   * @default any port name
   */
  readonly portName?: string;

  /**
   * The Gateway for whose server the route configuration is; for gateways.
   *
   * @default any Gateway
   */
  readonly gateway?: IGateway;

  /**
   * A virtual host of the route configuration.
   *
   * @default any virtual host
   */
  readonly virtualHost?: VirtualHostMatch;
}

/**
 * Conditions on a cluster, which is a destination in Envoy's configuration. All of them must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch
 */
export interface ClusterMatch {
  /**
   * The name of the cluster, such as `outbound|80|v1|reviews.prod.svc.cluster.local`. With a name, the other conditions
   * are ignored.
   *
   * @default any name
   */
  readonly name?: string;

  /**
   * The full name of the Service, or a host of a ServiceEntry.
   *
   * @default any Service
   */
  readonly service?: string;

  /**
   * The port of the Service; for the inbound traffic of sidecars, the port of the pod.
   *
   * @default any port
   */
  readonly portNumber?: number;

  /**
   * The name of a subset of a DestinationRule.
   *
   * @default any subset
   */
  readonly subset?: string;
}

/**
 * Conditions on the configuration of a waypoint, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch
 */
export interface WaypointMatch {
  /**
   * The port of the Service.
   *
   * @default any port
   */
  readonly portNumber?: number;

  /**
   * A condition on a filter.
   *
   * @default any filter
   */
  readonly filter?: FilterMatch;

  /**
   * The name of a route: the name in the VirtualService, or `default`.
   *
   * @default any route
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
 * The Gateway with its namespace, as it is part of the name of a route configuration.
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
