import type {
  TelemetrySpecAccessLogging,
  TelemetrySpecAccessLoggingMatchMode,
} from '../../../imports/telemetry.istio.io';
import { renderProviders, type TelemetryProviders, type WorkloadMode } from './telemetry-common';

/**
 * Access logging.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export interface AccessLogging extends TelemetryProviders {
  /**
   * Whether the settings apply to the traffic that the pods send, to the traffic that they receive, or to both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Whether access logging is disabled.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * A CEL expression that decides whether a request or connection is logged, such as `response.code >= 400`. Not
   * together with `disabled`.
   *
   * @default all requests and connections are logged
   * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/advanced/attributes
   */
  readonly filter?: string;
}

/** @internal */
export function renderAccessLogging(logging: AccessLogging): TelemetrySpecAccessLogging {
  const { mode, providers, disabled, filter } = logging;
  return {
    // The raw type has an enum of its own with the same values.
    match: mode && { mode: mode as unknown as TelemetrySpecAccessLoggingMatchMode },
    providers: renderProviders(providers),
    disabled,
    filter: filter === undefined ? undefined : { expression: filter },
  };
}
