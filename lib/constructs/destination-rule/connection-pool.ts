import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
} from '../../../imports/networking.istio.io';
import { renderDuration } from '../rendering';

/** Whether connections to the destination are made with HTTP/2. */
export enum H2UpgradePolicy {
  /** As the mesh configuration says. */
  DEFAULT = 'DEFAULT',
  /** HTTP/1.1, unless the port's protocol is HTTP/2 or gRPC. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** HTTP/2 always. */
  UPGRADE = 'UPGRADE',
}

/**
 * Probes that find out whether an idle connection is still alive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive
 */
export interface TcpKeepalive {
  /**
   * How many probes may go unanswered.
   *
   * @default as the operating system decides; 9 on Linux
   */
  readonly probes?: number;

  /**
   * How long a connection is idle before the first probe; at least 1 ms.
   *
   * @default as the operating system decides; 2 hours on Linux
   */
  readonly time?: Duration;

  /**
   * The time between probes; at least 1 ms.
   *
   * @default as the operating system decides; 75 seconds on Linux
   */
  readonly interval?: Duration;
}

/**
 * Limits for connections, of HTTP and TCP alike.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 */
export interface TcpSettings {
  /**
   * The most connections to a destination.
   *
   * @default no limit
   */
  readonly maxConnections?: number;

  /**
   * How long making a connection may take; at least 1 ms.
   *
   * @default 10 seconds
   */
  readonly connectTimeout?: Duration;

  /**
   * Probes of idle connections.
   *
   * @default no probes
   */
  readonly tcpKeepalive?: TcpKeepalive;

  /**
   * How long a connection lives; at least 1 ms.
   *
   * @default no limit
   */
  readonly maxConnectionDuration?: Duration;

  /**
   * How long a TCP connection may be idle; 0 for any time.
   *
   * @default 1 hour
   */
  readonly idleTimeout?: Duration;
}

/**
 * Limits for requests.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
 */
export interface HttpSettings {
  /**
   * The most requests that wait for a connection; more are answered with 503.
   *
   * @default no limit
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * The most requests at one time, of HTTP/1.1 and HTTP/2 alike; more are answered with 503.
   *
   * @default no limit
   */
  readonly http2MaxRequests?: number;

  /**
   * The most requests on one connection; 1 for none kept alive.
   *
   * @default no limit
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * The most retries at one time, to all hosts of the destination.
   *
   * @default no limit
   */
  readonly maxRetries?: number;

  /**
   * How long a connection without requests is kept; at least 1 ms.
   *
   * @default 1 hour
   */
  readonly idleTimeout?: Duration;

  /**
   * Whether connections are made with HTTP/2.
   *
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;

  /**
   * Whether the destination is called with the version of HTTP that the client used. Not together with
   * `H2UpgradePolicy.UPGRADE`.
   *
   * @default false
   */
  readonly useClientProtocol?: boolean;

  /**
   * The most requests at one time on one connection of HTTP/2.
   *
   * @default no limit
   */
  readonly maxConcurrentStreams?: number;
}

/**
 * Limits that keep a destination from being overrun. What goes beyond them fails at once.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export interface ConnectionPoolSettings {
  /**
   * Limits for connections.
   *
   * @default no limits
   */
  readonly tcp?: TcpSettings;

  /**
   * Limits for requests.
   *
   * @default no limits
   */
  readonly http?: HttpSettings;
}

/** @internal */
export function renderConnectionPool({
  tcp,
  http,
}: ConnectionPoolSettings): DestinationRuleSpecTrafficPolicyConnectionPool {
  const duration = (value: Duration | undefined) => value && renderDuration(value);
  return {
    tcp: tcp && {
      ...tcp,
      connectTimeout: duration(tcp.connectTimeout),
      maxConnectionDuration: duration(tcp.maxConnectionDuration),
      idleTimeout: duration(tcp.idleTimeout),
      tcpKeepalive: tcp.tcpKeepalive && {
        ...tcp.tcpKeepalive,
        time: duration(tcp.tcpKeepalive.time),
        interval: duration(tcp.tcpKeepalive.interval),
      },
    },
    http: http && {
      ...http,
      idleTimeout: duration(http.idleTimeout),
      // The raw type has an enum of its own with the same values.
      h2UpgradePolicy: http.h2UpgradePolicy as unknown as
        | DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy
        | undefined,
    },
  };
}
