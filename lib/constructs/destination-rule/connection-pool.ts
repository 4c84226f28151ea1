import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
} from '../../../imports/networking.istio.io';
import { renderDuration } from '../rendering';

/**
 * Whether connections to the destination use HTTP/2.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-H2UpgradePolicy
 */
export enum H2UpgradePolicy {
  /** The mesh configuration decides. */
  DEFAULT = 'DEFAULT',
  /** HTTP/1.1, unless the protocol of the port is HTTP/2 or gRPC. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** Always HTTP/2. */
  UPGRADE = 'UPGRADE',
}

/**
 * TCP keepalive: probes that find out whether an idle connection is still alive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive
 */
export interface TcpKeepalive {
  /**
   * The number of unanswered probes after which the connection is closed.
   *
   * @default the operating system decides; 9 on Linux
   */
  readonly probes?: number;

  /**
   * The time that a connection is idle before the first probe; at least 1 ms.
   *
   * @default the operating system decides; 2 hours on Linux
   */
  readonly time?: Duration;

  /**
   * The time between probes; at least 1 ms.
   *
   * @default the operating system decides; 75 seconds on Linux
   */
  readonly interval?: Duration;
}

/**
 * Limits for connections. They apply to HTTP and TCP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 */
export interface TcpSettings {
  /**
   * The maximum number of connections to the destination.
   *
   * @default no limit
   */
  readonly maxConnections?: number;

  /**
   * The timeout for making a connection; at least 1 ms.
   *
   * @default 10 seconds
   */
  readonly connectTimeout?: Duration;

  /**
   * TCP keepalive.
   *
   * @default idle connections are not probed
   */
  readonly tcpKeepalive?: TcpKeepalive;

  /**
   * The maximum age of a connection; at least 1 ms.
   *
   * @default no limit
   */
  readonly maxConnectionDuration?: Duration;

  /**
   * The time after which an idle TCP connection is closed; 0 for never.
   *
   * @default 1 hour
   */
  readonly idleTimeout?: Duration;
}

/**
 * Pings on HTTP/2 connections, which find out whether the destination still answers. They are sent where the port, or
 * `h2UpgradePolicy`, asks for HTTP/2. From Istio 1.31 on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-HTTP2KeepAlive
 */
export interface Http2KeepAlive {
  /** The time between two pings; at least 1 ms. */
  readonly interval: Duration;

  /** The time to wait for the answer before the connection is closed; at least 1 ms. */
  readonly timeout: Duration;
}

/**
 * Limits for requests.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
 */
export interface HttpSettings {
  /**
   * The maximum number of requests that wait for a connection. The proxy answers others with 503.
   *
   * @default no limit
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * The maximum number of concurrent requests, of HTTP/1.1 and HTTP/2. The proxy answers others with 503.
   *
   * @default no limit
   */
  readonly http2MaxRequests?: number;

  /**
   * The maximum number of requests on one connection; 1 disables keep-alive.
   *
   * @default no limit
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * The maximum number of concurrent retries to all endpoints of the destination.
   *
   * @default no limit
   */
  readonly maxRetries?: number;

  /**
   * The time after which a connection without requests is closed; at least 1 ms.
   *
   * @default 1 hour
   */
  readonly idleTimeout?: Duration;

  /**
   * Whether connections use HTTP/2.
   *
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;

  /**
   * Whether the proxy calls the destination with the version of HTTP that the client used. Not together with
   * `H2UpgradePolicy.UPGRADE`.
   *
   * @default false
   */
  readonly useClientProtocol?: boolean;

  /**
   * The maximum number of concurrent requests on one HTTP/2 connection.
   *
   * @default no limit
   */
  readonly maxConcurrentStreams?: number;

  /**
   * Pings on HTTP/2 connections. Not together with `useClientProtocol`.
   *
   * @default connections are not pinged
   */
  readonly http2KeepAlive?: Http2KeepAlive;
}

/**
 * Limits for the connections and requests to a destination. What exceeds a limit fails at once.
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
      http2KeepAlive: http.http2KeepAlive && {
        interval: renderDuration(http.http2KeepAlive.interval),
        timeout: renderDuration(http.http2KeepAlive.timeout),
      },
      // The raw type has an enum of its own with the same values.
      h2UpgradePolicy: http.h2UpgradePolicy as unknown as
        | DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy
        | undefined,
    },
  };
}
