import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttpRetries } from '../../../imports/networking.istio.io';
import type { RetryOn } from '../../admission';
import { list, renderDuration } from '../rendering';

/**
 * The conditions, the number and the timing of retries.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface HttpRetry {
  /** The number of retries after the first failure; 0 for no retries. */
  readonly attempts: number;

  /**
   * The timeout of each try, including the first one; at least 1 ms, and not longer than the route's timeout.
   *
   * @default the timeout of the route
   */
  readonly perTryTimeout?: Duration;

  /**
   * The conditions under which the proxy retries, and HTTP status codes as numbers.
   *
   * @default connect-failure, refused-stream, unavailable, cancelled; other 5xx answers are not retried
   */
  readonly retryOn?: readonly (RetryOn | number)[];

  /**
   * Whether retries may go to endpoints in other localities.
   *
   * @default the load balancer decides
   */
  readonly retryRemoteLocalities?: boolean;

  /**
   * Whether retries avoid the endpoints that were tried before.
   *
   * @default true, except with consistent hashing
   */
  readonly retryIgnorePreviousHosts?: boolean;

  /**
   * The shortest interval between retries; at least 1 ms.
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
    retryOn: list(retryOn)?.join(','),
    backoff: backoff && renderDuration(backoff),
  };
}
