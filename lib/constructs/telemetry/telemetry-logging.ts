import type {
  TelemetrySpecAccessLogging,
  TelemetrySpecAccessLoggingMatchMode,
} from '../../../imports/telemetry.istio.io';
import { renderProviders, type TelemetryProviders, type WorkloadMode } from './telemetry-common';

/**
 * What is logged.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export interface AccessLogging extends TelemetryProviders {
  /**
   * Whether this is for what the pods call, for what they are called with, or for both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Whether nothing is logged.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * A condition in CEL on what is logged, such as `response.code >= 400`. Not together with `disabled`.
   *
   * @default everything is logged
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
