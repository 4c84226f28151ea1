import type { Duration } from 'cdk8s';
import {
  type TelemetrySpecMetrics,
  type TelemetrySpecMetricsOverrides,
  type TelemetrySpecMetricsOverridesMatch,
  type TelemetrySpecMetricsOverridesMatchMetric,
  type TelemetrySpecMetricsOverridesMatchMode,
  type TelemetrySpecMetricsOverridesTagOverrides,
  TelemetrySpecMetricsOverridesTagOverridesOperation,
} from '../../../imports/telemetry.istio.io';
import { mapValues, renderDuration } from '../rendering';
import { renderProviders, type TelemetryProviders, type WorkloadMode } from './telemetry-common';

/**
 * Istio's standard metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export enum IstioMetric {
  /** All metrics of this enumeration. */
  ALL_METRICS = 'ALL_METRICS',
  /** `istio_requests_total` */
  REQUEST_COUNT = 'REQUEST_COUNT',
  /** `istio_request_duration_milliseconds` */
  REQUEST_DURATION = 'REQUEST_DURATION',
  /** `istio_request_bytes` */
  REQUEST_SIZE = 'REQUEST_SIZE',
  /** `istio_response_bytes` */
  RESPONSE_SIZE = 'RESPONSE_SIZE',
  /** `istio_tcp_connections_opened_total` */
  TCP_OPENED_CONNECTIONS = 'TCP_OPENED_CONNECTIONS',
  /** `istio_tcp_connections_closed_total` */
  TCP_CLOSED_CONNECTIONS = 'TCP_CLOSED_CONNECTIONS',
  /** `istio_tcp_sent_bytes_total` */
  TCP_SENT_BYTES = 'TCP_SENT_BYTES',
  /** `istio_tcp_received_bytes_total` */
  TCP_RECEIVED_BYTES = 'TCP_RECEIVED_BYTES',
  /** `istio_request_messages_total` */
  GRPC_REQUEST_MESSAGES = 'GRPC_REQUEST_MESSAGES',
  /** `istio_response_messages_total` */
  GRPC_RESPONSE_MESSAGES = 'GRPC_RESPONSE_MESSAGES',
}

/**
 * The metrics to which an override applies.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector
 */
export class MetricMatch {
  /** One of Istio's standard metrics, or all of them. */
  static standard(metric: IstioMetric): MetricMatch {
    // The raw type has an enum of its own with the same values.
    return new MetricMatch({ metric: metric as unknown as TelemetrySpecMetricsOverridesMatchMetric });
  }

  /** A metric of the provider, by name. */
  static custom(customMetric: string): MetricMatch {
    return new MetricMatch({ customMetric });
  }

  private constructor(private readonly match: TelemetrySpecMetricsOverridesMatch) {}

  /** @internal */
  _render(): TelemetrySpecMetricsOverridesMatch {
    return this.match;
  }
}

/**
 * A change of a tag of a metric.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export class TagOverride {
  /**
   * Adds the tag, or changes its value.
   *
   * @param value a CEL expression with attributes of the traffic, such as `request.host` or `"fixed"`
   * @see https://istio.io/latest/docs/tasks/observability/metrics/customize-metrics/
   */
  static upsert(value: string): TagOverride {
    return new TagOverride({
      operation: TelemetrySpecMetricsOverridesTagOverridesOperation.UPSERT,
      value,
    });
  }

  /** Removes the tag. */
  static remove(): TagOverride {
    return new TagOverride({ operation: TelemetrySpecMetricsOverridesTagOverridesOperation.REMOVE });
  }

  private constructor(private readonly override: TelemetrySpecMetricsOverridesTagOverrides) {}

  /** @internal */
  _render(): TelemetrySpecMetricsOverridesTagOverrides {
    return this.override;
  }
}

/**
 * Changes to some metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export interface MetricsOverrides {
  /**
   * The metrics that the override changes.
   *
   * @default all metrics
   */
  readonly metric?: MetricMatch;

  /**
   * Whether the override applies to the traffic that the pods send, to the traffic that they receive, or to both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Whether the metrics are disabled. False enables metrics that a Telemetry with a wider scope disables.
   *
   * @default the value of the Telemetry with the next wider scope, or else false
   */
  readonly disabled?: boolean;

  /**
   * Changes of tags, by the name of the tag. A text is the new value, a CEL expression, as in `TagOverride.upsert`.
   *
   * @default the changes of the Telemetry with the next wider scope
   */
  readonly tagOverrides?: Readonly<Record<string, TagOverride | string>>;
}

/**
 * Metrics: their providers, and changes to Istio's standard metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics
 */
export interface Metrics extends TelemetryProviders {
  /**
   * Changes to Istio's standard metrics. A later override takes precedence over an earlier one.
   *
   * @default the standard metrics are not changed
   */
  readonly overrides?: readonly MetricsOverrides[];

  /**
   * The interval at which open TCP connections are reported; at least 1 ms.
   *
   * @default 5 seconds
   */
  readonly reportingInterval?: Duration;
}

/** @internal */
export function renderMetrics({ providers, overrides, reportingInterval }: Metrics): TelemetrySpecMetrics {
  return {
    providers: renderProviders(providers),
    overrides: overrides?.map(renderOverride),
    reportingInterval: reportingInterval && renderDuration(reportingInterval),
  };
}

function renderOverride(override: MetricsOverrides): TelemetrySpecMetricsOverrides {
  const { metric, mode, disabled, tagOverrides } = override;
  return {
    match:
      metric || mode
        ? {
            ...metric?._render(),
            // The raw type has an enum of its own with the same values.
            mode: mode as unknown as TelemetrySpecMetricsOverridesMatchMode | undefined,
          }
        : undefined,
    disabled,
    tagOverrides: mapValues(tagOverrides, (tag) =>
      typeof tag === 'string' ? { value: tag } : tag._render(),
    ),
  };
}
