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

/** Which part of a proxy's configuration is meant. */
export enum PatchContext {
  /** All of these. */
  ANY = 'ANY',
  /** What a sidecar does with calls to its pod. */
  SIDECAR_INBOUND = 'SIDECAR_INBOUND',
  /** What a sidecar does with calls of its pod. */
  SIDECAR_OUTBOUND = 'SIDECAR_OUTBOUND',
  /** Gateways. */
  GATEWAY = 'GATEWAY',
}

/**
 * Which proxies are meant.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch
 */
export interface ProxyMatch {
  /**
   * A regular expression that the proxy's version of Istio must contain, such as `^1\.30\.`.
   *
   * @default any version
   */
  readonly proxyVersion?: string;

  /**
   * Metadata that the proxy tells istiod of itself, by name.
   *
   * @default any metadata
   */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What all matches may say. */
export interface EnvoyMatchOptions {
  /**
   * The part of a proxy's configuration.
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
 * Which objects of Envoy's configuration an EnvoyFilter patches.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
 */
export class EnvoyMatch {
  /** All objects of the kind, of some context or some proxies. */
  static any(options: EnvoyMatchOptions = {}): EnvoyMatch {
    return new EnvoyMatch(options);
  }

  /** For listeners and their filters. */
  static listener(match: ListenerMatch, options: EnvoyMatchOptions = {}): EnvoyMatch {
    const { filterChain, ...listener } = match;
    return new EnvoyMatch(options, () => ({
      listener: { ...listener, filterChain: filterChain && renderFilterChain(filterChain) },
    }));
  }

  /** For routes, their virtual hosts and tables. */
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

  /** For clusters. */
  static cluster(cluster: ClusterMatch, options: EnvoyMatchOptions = {}): EnvoyMatch {
    return new EnvoyMatch(options, () => ({ cluster: { ...cluster } }));
  }

  /** For what a waypoint does. */
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
