import type {
  TelemetrySpecTracing,
  TelemetrySpecTracingCustomTags,
  TelemetrySpecTracingMatchMode,
} from '../../../imports/telemetry.istio.io';
import { mapValues } from '../rendering';
import { renderProviders, type TelemetryProviders, type WorkloadMode } from './telemetry-common';

/**
 * Options of tags whose value can be absent.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export interface CustomTagOptions {
  /**
   * The value of the tag if the environment variable or the header is absent.
   *
   * @default the tag is left out
   */
  readonly defaultValue?: string;
}

/**
 * The value of a custom tag of spans.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export class CustomTag {
  /** The same value in every span. */
  static literal(value: string): CustomTag {
    return new CustomTag({ literal: { value } });
  }

  /** The value of an environment variable of the proxy. */
  static environment(name: string, options: CustomTagOptions = {}): CustomTag {
    return new CustomTag({ environment: { name, ...options } });
  }

  /** The value of a header of the request. */
  static header(name: string, options: CustomTagOptions = {}): CustomTag {
    return new CustomTag({ header: { name, ...options } });
  }

  /**
   * Text with command operators of Envoy's access log format, such as `%RESPONSE_CODE_DETAILS%`.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators
   */
  static formatter(value: string): CustomTag {
    return new CustomTag({ formatter: { value } });
  }

  private constructor(private readonly tag: TelemetrySpecTracingCustomTags) {}

  /** @internal */
  _render(): TelemetrySpecTracingCustomTags {
    return this.tag;
  }
}

/**
 * Tracing: the providers of spans, their sampling, and their tags.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export interface Tracing extends TelemetryProviders {
  /**
   * Whether the settings apply to the traffic that the pods send, to the traffic that they receive, or to both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * The percentage of requests to trace, from 0 to 100, for requests whose caller has not decided whether to trace
   * them.
   *
   * @default the value of the Telemetry with the next wider scope, or else of the mesh configuration, whose default is
   *   1
   */
  readonly randomSamplingPercentage?: number;

  /**
   * Whether spans are not reported. The proxies propagate the trace context in any case.
   *
   * @default the value of the Telemetry with the next wider scope, or else false
   */
  readonly disableSpanReporting?: boolean;

  /**
   * Whether the proxies do not add the headers with the trace context to the requests that they forward.
   *
   * @default the value of the Telemetry with the next wider scope, or else false
   */
  readonly disableContextPropagation?: boolean;

  /**
   * Custom tags of the spans, by name. They replace all custom tags of the Telemetry with the next wider scope.
   *
   * @default the custom tags of the Telemetry with the next wider scope
   */
  readonly customTags?: Readonly<Record<string, CustomTag>>;

  /**
   * Whether spans have Istio's tags, such as `istio.canonical_revision` and `istio.mesh_id`.
   *
   * @default the value of the Telemetry with the next wider scope, or else true
   */
  readonly enableIstioTags?: boolean;

  /**
   * Whether the decision to trace is also stored in the request ID, where all other proxies find it.
   *
   * @default the value of the Telemetry with the next wider scope, or else true
   */
  readonly useRequestIdForTraceSampling?: boolean;
}

/** @internal */
export function renderTracing({ mode, providers, customTags, ...tracing }: Tracing): TelemetrySpecTracing {
  return {
    ...tracing,
    // The raw type has an enum of its own with the same values.
    match: mode && { mode: mode as unknown as TelemetrySpecTracingMatchMode },
    providers: renderProviders(providers),
    customTags: mapValues(customTags, (tag) => tag._render()),
  };
}
