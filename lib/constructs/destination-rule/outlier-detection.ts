import type { Duration } from 'cdk8s';
import type { DestinationRuleSpecTrafficPolicyOutlierDetection } from '../../../imports/networking.istio.io';
import { renderDuration } from '../rendering';

/**
 * Circuit breaking: endpoints that keep failing get no traffic for a while.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * After how many answers of 5xx in a row (for TCP: failed connections) an endpoint is ejected; 0 for never.
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number;

  /**
   * After how many answers of 502, 503 or 504 in a row an endpoint is ejected; 0 for never.
   *
   * @default never
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * After how many failures to connect in a row an endpoint is ejected. Needs `splitExternalLocalOriginErrors`.
   *
   * @default 5, where local failures are told apart
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * Whether failures to connect are counted apart from errors that the endpoint answers.
   *
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;

  /**
   * The time between looks at all endpoints; at least 1 ms.
   *
   * @default 10 seconds
   */
  readonly interval?: Duration;

  /**
   * How long an endpoint is ejected, times the number of its ejections; at least 1 ms.
   *
   * @default 30 seconds
   */
  readonly baseEjectionTime?: Duration;

  /**
   * The most endpoints that may be ejected, in percent from 0 to 100; one always may.
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;

  /**
   * Endpoints are ejected while at least this many are healthy, in percent from 0 to 100.
   *
   * @default 0
   */
  readonly minHealthPercent?: number;
}

/** @internal */
export function renderOutlierDetection(
  outliers: OutlierDetection,
): DestinationRuleSpecTrafficPolicyOutlierDetection {
  const { consecutive5xxErrors, interval, baseEjectionTime, ...rest } = outliers;
  return {
    ...rest,
    // Written as consecutive5xxErrors; the raw type spells it differently.
    consecutive5XxErrors: consecutive5xxErrors,
    interval: interval && renderDuration(interval),
    baseEjectionTime: baseEjectionTime && renderDuration(baseEjectionTime),
  };
}
