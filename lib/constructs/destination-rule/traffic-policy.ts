import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Rendering, renderDurationOrZero } from '../rendering';
import type { ClientTls } from './client-tls';
import { type ConnectionPoolSettings, renderConnectionPool } from './connection-pool';
import type { LoadBalancer } from './load-balancer';
import { type OutlierDetection, renderOutlierDetection } from './outlier-detection';

/**
 * Settings that a traffic policy for a destination and one for a port have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface PortTrafficPolicy {
  /**
   * The load balancer, which chooses the endpoint of a request.
   *
   * @default LoadBalancer.leastRequest()
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * Limits for connections and requests.
   *
   * @default no limits
   */
  readonly connectionPool?: ConnectionPoolSettings;

  /**
   * When endpoints that fail are ejected.
   *
   * @default endpoints are never ejected
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * TLS for connections to the destination.
   *
   * @default the mesh's mutual TLS for endpoints with a sidecar, and plaintext for others
   */
  readonly tls?: ClientTls;
}

/**
 * The traffic policy for one port. It replaces the policy of the destination or the subset for this port: a setting
 * that it leaves out has its default, and is not inherited.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export interface PortLevelSettings extends PortTrafficPolicy {
  /** The port of the Service. */
  readonly port: number;
}

/**
 * A tunnel through a forward proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export interface TunnelSettings {
  /**
   * The method that opens the tunnel.
   *
   * @default TunnelProtocol.CONNECT
   */
  readonly protocol?: TunnelProtocol;

  /** The host to which the forward proxy connects. */
  readonly targetHost: string;

  /** The port to which the forward proxy connects. */
  readonly targetPort: number;
}

/**
 * The method that opens a tunnel through a forward proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export enum TunnelProtocol {
  /** An HTTP CONNECT request. */
  CONNECT = 'CONNECT',
  /** An HTTP POST request. */
  POST = 'POST',
}

/**
 * Versions of the PROXY protocol, which passes the address of the client to the server.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol
 */
export enum ProxyProtocolVersion {
  /** Version 1, in text form. */
  V1 = 'V1',
  /** Version 2, in binary form. */
  V2 = 'V2',
}

/**
 * A limit for concurrent retries that grows with the traffic. It replaces `connectionPool.http.maxRetries`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export interface RetryBudget {
  /**
   * The maximum number of concurrent retries, as a percentage of the active requests, from 0 to 100.
   *
   * @default 20
   */
  readonly percent?: number;

  /**
   * The number of concurrent retries that are always allowed.
   *
   * @default 3
   */
  readonly minRetryConcurrency?: number;

  /**
   * The time for which requests that were started also count as active; 0 for requests that are still active only. From
   * Istio 1.31 on.
   *
   * @default 0
   */
  readonly budgetInterval?: Duration;
}

/**
 * The traffic policy of a destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy extends PortTrafficPolicy {
  /**
   * Traffic policies for single ports.
   *
   * @default one policy applies to all ports
   */
  readonly portLevelSettings?: readonly PortLevelSettings[];

  /**
   * A tunnel through a forward proxy. Not together with `proxyProtocol`.
   *
   * @default connections go directly to the destination
   */
  readonly tunnel?: TunnelSettings;

  /**
   * The version of the PROXY protocol, which passes the address of the client to the destination.
   *
   * @default the destination does not receive the address of the client
   */
  readonly proxyProtocol?: ProxyProtocolVersion;

  /**
   * A limit for concurrent retries that grows with the traffic.
   *
   * @default the limit is `connectionPool.http.maxRetries`
   */
  readonly retryBudget?: RetryBudget;
}

/** @internal */
export function renderTrafficPolicy(
  policy: TrafficPolicy,
  rendering: Rendering,
  field: FieldPath,
): DestinationRuleSpecTrafficPolicy {
  const { portLevelSettings, tunnel, proxyProtocol, retryBudget } = policy;
  return {
    ...renderPortTrafficPolicy(policy, rendering, field),
    portLevelSettings: portLevelSettings?.map((settings, i) => ({
      port: { number: settings.port },
      // The raw type of each level has enums of its own with the same values.
      ...(renderPortTrafficPolicy(settings, rendering, [
        ...field,
        'portLevelSettings',
        i,
      ]) as DestinationRuleSpecTrafficPolicyPortLevelSettings),
    })),
    tunnel,
    proxyProtocol: proxyProtocol && {
      version: proxyProtocol as unknown as DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
    },
    retryBudget: retryBudget && renderRetryBudget(retryBudget),
  };
}

function renderRetryBudget({ budgetInterval, ...budget }: RetryBudget) {
  return {
    ...budget,
    budgetInterval: budgetInterval && renderDurationOrZero(budgetInterval),
  } satisfies DestinationRuleSpecTrafficPolicy['retryBudget'];
}

function renderPortTrafficPolicy(
  { loadBalancer, connectionPool, outlierDetection, tls }: PortTrafficPolicy,
  rendering: Rendering,
  field: FieldPath,
) {
  return {
    loadBalancer: loadBalancer?._render(),
    connectionPool: connectionPool && renderConnectionPool(connectionPool),
    outlierDetection: outlierDetection && renderOutlierDetection(outlierDetection),
    tls: tls?._render(rendering, [...field, 'tls']),
  } satisfies DestinationRuleSpecTrafficPolicy;
}
