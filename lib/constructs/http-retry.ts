import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttpRetries } from '../../imports/networking.istio.io';
import { renderDuration } from './rendering';

/**
 * When a failed request is tried again.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryOn {
  /** Any 5xx answer, or none at all. */
  SERVER_ERROR = '5xx',
  /** 502, 503 or 504. */
  GATEWAY_ERROR = 'gateway-error',
  /** No answer: disconnect, reset or read timeout. */
  RESET = 'reset',
  /** A reset before the request was sent. */
  RESET_BEFORE_REQUEST = 'reset-before-request',
  /** No connection. */
  CONNECT_FAILURE = 'connect-failure',
  /** 409. */
  RETRIABLE_4XX = 'retriable-4xx',
  /** The server reset the stream with REFUSED_STREAM. */
  REFUSED_STREAM = 'refused-stream',
  /** A status listed beside it, as a number. */
  RETRIABLE_STATUS_CODES = 'retriable-status-codes',
  /** A response header that Envoy is told of by request header. */
  RETRIABLE_HEADERS = 'retriable-headers',
  /** The header x-envoy-ratelimited is present. */
  ENVOY_RATELIMITED = 'envoy-ratelimited',
  /** HTTP/3 failed after the connection was made. */
  HTTP3_POST_CONNECT_FAILURE = 'http3-post-connect-failure',
  /** gRPC status CANCELLED. */
  CANCELLED = 'cancelled',
  /** gRPC status DEADLINE_EXCEEDED. */
  DEADLINE_EXCEEDED = 'deadline-exceeded',
  /** gRPC status INTERNAL. */
  INTERNAL = 'internal',
  /** gRPC status RESOURCE_EXHAUSTED. */
  RESOURCE_EXHAUSTED = 'resource-exhausted',
  /** gRPC status UNAVAILABLE. */
  UNAVAILABLE = 'unavailable',
}

/**
 * How often, how long and on what a failed request is tried again.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface HttpRetry {
  /** How often to try again after the first failure; 0 for never. */
  readonly attempts: number;

  /**
   * How long one try may take, the first included; at least 1 ms and no longer than the route's timeout.
   *
   * @default the timeout of the route
   */
  readonly perTryTimeout?: Duration;

  /**
   * Conditions under which to try again, and HTTP status codes as numbers.
   *
   * @default connect-failure, refused-stream, unavailable, cancelled; a plain 500 is not tried again
   */
  readonly retryOn?: readonly (RetryOn | number)[];

  /**
   * Whether to try endpoints in other localities.
   *
   * @default as the load balancer decides
   */
  readonly retryRemoteLocalities?: boolean;

  /**
   * Whether to avoid endpoints that have failed already.
   *
   * @default true, except with consistent hashing
   */
  readonly retryIgnorePreviousHosts?: boolean;

  /**
   * The shortest pause between tries; at least 1 ms.
   *
   * @default 25 ms
   */
  readonly backoff?: Duration;
}

/** @internal */
export function renderRetry(retry: HttpRetry): VirtualServiceSpecHttpRetries {
  const { perTryTimeout, retryOn, backoff, ...rest } = retry;
  return {
    ...rest,
    perTryTimeout: perTryTimeout && renderDuration(perTryTimeout),
    retryOn: retryOn?.join(','),
    backoff: backoff && renderDuration(backoff),
  };
}
