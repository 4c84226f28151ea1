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
  /** All that are listed here. */
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
 * Which metric an override is for.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector
 */
export class MetricMatch {
  /** One of Istio's standard metrics, or all of them. */
  static standard(metric: IstioMetric): MetricMatch {
    // The raw type has an enum of its own with the same values.
    return new MetricMatch({ metric: metric as unknown as TelemetrySpecMetricsOverridesMatchMetric });
  }

  /** A metric of the provider's, by name. */
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
 * What becomes of a tag of a metric.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export class TagOverride {
  /**
   * Adds the tag, or gives it another value.
   *
   * @param value a CEL expression over attributes of the traffic, such as `request.host` or `"fixed"`
   * @see https://istio.io/latest/docs/tasks/observability/metrics/customize-metrics/
   */
  static upsert(value: string): TagOverride {
    return new TagOverride({
      operation: TelemetrySpecMetricsOverridesTagOverridesOperation.UPSERT,
      value,
    });
  }

  /** Leaves the tag out. */
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
 * What is different about some metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export interface MetricsOverrides {
  /**
   * The metrics that are different.
   *
   * @default all metrics
   */
  readonly metric?: MetricMatch;

  /**
   * Whether this is for what the pods call, for what they are called with, or for both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Whether the metrics are left out; false brings back what a wider Telemetry left out.
   *
   * @default as the wider Telemetry says, or else false
   */
  readonly disabled?: boolean;

  /**
   * Changes to tags, by name.
   *
   * @default those of the wider Telemetry
   */
  readonly tagOverrides?: Readonly<Record<string, TagOverride>>;
}

/**
 * Which metrics there are, and what is in them.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics
 */
export interface Metrics extends TelemetryProviders {
  /**
   * What is different from Istio's standard metrics. The later override wins.
   *
   * @default nothing
   */
  readonly overrides?: readonly MetricsOverrides[];

  /**
   * How often open TCP connections are reported; at least 1 ms.
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
    tagOverrides: mapValues(tagOverrides, (tag) => tag._render()),
  };
}
