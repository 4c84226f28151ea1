import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttpRetries } from '../../../imports/networking.istio.io';
import type { RetryOn } from '../../admission';
import { list, renderDuration } from '../rendering';

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
    retryOn: list(retryOn)?.join(','),
    backoff: backoff && renderDuration(backoff),
  };
}
