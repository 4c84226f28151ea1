import {
  type EnvoyFilterSpecConfigPatchesMatch,
  EnvoyFilterSpecConfigPatchesMatchContext,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';
import {
  type ClusterMatch,
  type ListenerMatch,
  type RouteConfigurationMatch,
  renderFilter,
  renderFilterChain,
  renderTableGateway,
  renderVirtualHost,
  type WaypointMatch,
} from './envoy-filter-objects';

/**
 * The part of a proxy's configuration to which a patch applies.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext
 */
export enum PatchContext {
  /** The configuration of sidecars and gateways. */
  ANY = 'ANY',
  /** The configuration of sidecars for the traffic that their pods receive. */
  SIDECAR_INBOUND = 'SIDECAR_INBOUND',
  /** The configuration of sidecars for the traffic that their pods send. */
  SIDECAR_OUTBOUND = 'SIDECAR_OUTBOUND',
  /** The configuration of gateways. */
  GATEWAY = 'GATEWAY',
}

/**
 * Conditions on the proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch
 */
export interface ProxyMatch {
  /**
   * A regular expression that matches a part of the proxy's version of Istio, such as `^1\.30\.`.
   *
   * @default any version
   */
  readonly proxyVersion?: string;

  /**
   * Metadata that the proxy reports to istiod, by name.
   *
   * @default any metadata
   */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Options that all matches have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
 */
export interface EnvoyMatchOptions {
  /**
   * The part of a proxy's configuration to which the patch applies.
   *
   * @default PatchContext.ANY
   */
  readonly context?: PatchContext;

  /**
   * The proxies, by version or metadata.
   *
   * @default all proxies that the EnvoyFilter selects
   */
  readonly proxy?: ProxyMatch;
}

/**
 * The objects of Envoy's configuration that a patch applies to.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
 */
export class EnvoyMatch {
  /** All objects of the kind, limited only by context or proxy. */
  static any(options: EnvoyMatchOptions = {}): EnvoyMatch {
    return new EnvoyMatch(options);
  }

  /** Listeners, their filter chains and their filters. */
  static listener(match: ListenerMatch, options: EnvoyMatchOptions = {}): EnvoyMatch {
    const { filterChain, ...listener } = match;
    return new EnvoyMatch(options, () => ({
      listener: { ...listener, filterChain: filterChain && renderFilterChain(filterChain) },
    }));
  }

  /** Route configurations, their virtual hosts and their routes. */
  static routeConfiguration(match: RouteConfigurationMatch, options: EnvoyMatchOptions = {}): EnvoyMatch {
    const { gateway, virtualHost, ...table } = match;
    return new EnvoyMatch(options, (rendering, field) => ({
      routeConfiguration: {
        ...table,
        gateway:
          gateway && renderTableGateway(gateway, rendering, [...field, 'routeConfiguration', 'gateway']),
        vhost: virtualHost && renderVirtualHost(virtualHost),
      },
    }));
  }

  /** Clusters. */
  static cluster(cluster: ClusterMatch, options: EnvoyMatchOptions = {}): EnvoyMatch {
    return new EnvoyMatch(options, () => ({ cluster: { ...cluster } }));
  }

  /** The configuration of waypoints. */
  static waypoint(match: WaypointMatch, { proxy }: Pick<EnvoyMatchOptions, 'proxy'> = {}): EnvoyMatch {
    const { portNumber, filter, route } = match;
    return new EnvoyMatch({ proxy }, () => ({
      context: EnvoyFilterSpecConfigPatchesMatchContext.WAYPOINT,
      waypoint: {
        portNumber,
        filter: filter && renderFilter(filter),
        route: route === undefined ? undefined : { name: route },
      },
    }));
  }

  private constructor(
    private readonly options: EnvoyMatchOptions,
    private readonly derive: (
      rendering: Rendering,
      field: FieldPath,
    ) => EnvoyFilterSpecConfigPatchesMatch = () => ({}),
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): EnvoyFilterSpecConfigPatchesMatch {
    const { context, proxy } = this.options;
    return {
      // The raw type has an enum of its own with the same values.
      context: context as unknown as EnvoyFilterSpecConfigPatchesMatchContext | undefined,
      proxy: proxy && {
        proxyVersion: proxy.proxyVersion,
        metadata: proxy.metadata,
      },
      ...this.derive(rendering, field),
    };
  }
}
