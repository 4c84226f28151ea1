import type { Duration } from 'cdk8s';
import type { DestinationRuleSpecTrafficPolicyOutlierDetection } from '../../../imports/networking.istio.io';
import { list, renderDuration } from '../rendering';

/**
 * Circuit breaking: the proxy ejects endpoints that keep failing, and they receive no traffic for a while.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * The number of consecutive 5xx answers (for TCP: failed connections) after which an endpoint is ejected; 0 for
   * never.
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number;

  /**
   * The number of consecutive 502, 503 or 504 answers after which an endpoint is ejected; 0 for never.
   *
   * @default never
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * The number of consecutive failures to connect after which an endpoint is ejected. It needs
   * `splitExternalLocalOriginErrors`.
   *
   * @default 5, if `splitExternalLocalOriginErrors` is true
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * Whether failures to connect are counted separately from the errors that the endpoint answers.
   *
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;

  /**
   * The time between two evaluations of all endpoints; at least 1 ms.
   *
   * @default 10 seconds
   */
  readonly interval?: Duration;

  /**
   * The time for which an endpoint is ejected, multiplied by the number of its ejections; at least 1 ms.
   *
   * @default 30 seconds
   */
  readonly baseEjectionTime?: Duration;

  /**
   * The maximum percentage of endpoints that are ejected at one time, from 0 to 100. One endpoint can always be
   * ejected.
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;

  /**
   * Outlier detection is enabled while at least this percentage of endpoints is healthy, from 0 to 100.
   *
   * @default 0
   */
  readonly minHealthPercent?: number;

  /**
   * The statuses of answers that count as errors, from 100 to 599. Other statuses, also 5xx, no longer count. Istio 1.31
   * has the field and ignores it.
   *
   * @default 500 to 599
   */
  readonly outlierDetectionHttpErrorCodes?: readonly number[];

  /**
   * The percentage of failed requests in one `interval` at which an endpoint is ejected, from 0 to 100. The errors need
   * not be consecutive. From Istio 1.32 on.
   *
   * @default 85
   */
  readonly failurePercentageThreshold?: number;
}

/** @internal */
export function renderOutlierDetection(
  outliers: OutlierDetection,
): DestinationRuleSpecTrafficPolicyOutlierDetection {
  const { interval, baseEjectionTime, outlierDetectionHttpErrorCodes, ...rest } = outliers;
  return {
    // The raw type calls consecutive5xxErrors consecutive5XxErrors, and takes both. JSON patches find it by its own name.
    ...rest,
    outlierDetectionHttpErrorCodes: list(outlierDetectionHttpErrorCodes),
    interval: interval && renderDuration(interval),
    baseEjectionTime: baseEjectionTime && renderDuration(baseEjectionTime),
  };
}
