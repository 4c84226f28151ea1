import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
} from '../../../imports/networking.istio.io';
import type { ClientTls } from './client-tls';
import { type ConnectionPoolSettings, renderConnectionPool } from './connection-pool';
import type { LoadBalancer } from './load-balancer';
import { type OutlierDetection, renderOutlierDetection } from './outlier-detection';

/** What a policy for a destination and one for a port of it have in common. */
export interface PortTrafficPolicy {
  /**
   * Which endpoint a request goes to.
   *
   * @default LoadBalancer.leastRequest()
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * Limits that keep the destination from being overrun.
   *
   * @default no limits
   */
  readonly connectionPool?: ConnectionPoolSettings;

  /**
   * When failing endpoints are left out.
   *
   * @default endpoints are never ejected
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * How connections are encrypted.
   *
   * @default the mesh's own mutual TLS wherever the destination has a sidecar, and none elsewhere
   */
  readonly tls?: ClientTls;
}

/**
 * The policy for one port. It stands in the place of the policy above it: what it does not set has its default, and
 * is not taken from there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export interface PortLevelSettings extends PortTrafficPolicy {
  /** The port of the Service. */
  readonly port: number;
}

/**
 * A way through a forward proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export interface TunnelSettings {
  /**
   * How the proxy is asked.
   *
   * @default TunnelProtocol.CONNECT
   */
  readonly protocol?: TunnelProtocol;

  /** The host that the proxy is asked to connect to. */
  readonly targetHost: string;

  /** The port that the proxy is asked to connect to. */
  readonly targetPort: number;
}

/** How a forward proxy is asked for a connection. */
export enum TunnelProtocol {
  /** An HTTP CONNECT request. */
  CONNECT = 'CONNECT',
  /** An HTTP POST request. */
  POST = 'POST',
}

/** Versions of the PROXY protocol, which tells a server the address of the client. */
export enum ProxyProtocolVersion {
  /** The text form. */
  V1 = 'V1',
  /** The binary form. */
  V2 = 'V2',
}

/**
 * A limit for retries that grows with the traffic, in place of `connectionPool.http.maxRetries`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export interface RetryBudget {
  /**
   * The most retries at one time, in percent of all requests at that time, from 0 to 100.
   *
   * @default 20
   */
  readonly percent?: number;

  /**
   * This many retries are allowed at any time.
   *
   * @default 3
   */
  readonly minRetryConcurrency?: number;
}

/**
 * How clients treat a destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy extends PortTrafficPolicy {
  /**
   * Policies for single ports.
   *
   * @default all ports are treated alike
   */
  readonly portLevelSettings?: readonly PortLevelSettings[];

  /**
   * A forward proxy to go through.
   *
   * @default connections go to the destination itself. Not together with `proxyProtocol`
   */
  readonly tunnel?: TunnelSettings;

  /**
   * The PROXY protocol, which tells the destination the address of the client.
   *
   * @default the destination is not told the address of the client
   */
  readonly proxyProtocol?: ProxyProtocolVersion;

  /**
   * A limit for retries that grows with the traffic.
   *
   * @default no limit beside `connectionPool.http.maxRetries`
   */
  readonly retryBudget?: RetryBudget;
}

/** @internal */
export function renderTrafficPolicy(policy: TrafficPolicy): DestinationRuleSpecTrafficPolicy {
  const { portLevelSettings, tunnel, proxyProtocol, retryBudget } = policy;
  return {
    ...renderPortTrafficPolicy(policy),
    portLevelSettings: portLevelSettings?.map((settings) => ({
      port: { number: settings.port },
      // The raw type of each level has enums of its own with the same values.
      ...(renderPortTrafficPolicy(settings) as DestinationRuleSpecTrafficPolicyPortLevelSettings),
    })),
    tunnel,
    proxyProtocol: proxyProtocol && {
      version: proxyProtocol as unknown as DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
    },
    retryBudget,
  };
}

function renderPortTrafficPolicy({ loadBalancer, connectionPool, outlierDetection, tls }: PortTrafficPolicy) {
  return {
    loadBalancer: loadBalancer?._render(),
    connectionPool: connectionPool && renderConnectionPool(connectionPool),
    outlierDetection: outlierDetection && renderOutlierDetection(outlierDetection),
    tls: tls?._render(),
  } satisfies DestinationRuleSpecTrafficPolicy;
}
