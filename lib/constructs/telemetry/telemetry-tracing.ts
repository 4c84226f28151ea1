import type {
  TelemetrySpecTracing,
  TelemetrySpecTracingCustomTags,
  TelemetrySpecTracingMatchMode,
} from '../../../imports/telemetry.istio.io';
import { mapValues } from '../rendering';
import { renderProviders, type TelemetryProviders, type WorkloadMode } from './telemetry-common';

/** What stands for a value that is not there. */
export interface CustomTagOptions {
  /**
   * The value where there is none.
   *
   * @default the tag is left out
   */
  readonly defaultValue?: string;
}

/**
 * The value of a tag that spans get.
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
   * Text with commands of Envoy's access log format, such as `%RESPONSE_CODE_DETAILS%`.
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
 * Where spans go, how many, and what is in them.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export interface Tracing extends TelemetryProviders {
  /**
   * Whether this is for what the pods call, for what they are called with, or for both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * The share of requests to trace, from 0 to 100, where the caller has not decided yet.
   *
   * @default as the wider Telemetry says, or else the mesh configuration, which traces 1
   */
  readonly randomSamplingPercentage?: number;

  /**
   * Whether no spans are sent. The context of the trace is passed on all the same.
   *
   * @default as the wider Telemetry says, or else false
   */
  readonly disableSpanReporting?: boolean;

  /**
   * Whether the headers with the context of the trace are kept from what is called.
   *
   * @default as the wider Telemetry says, or else false
   */
  readonly disableContextPropagation?: boolean;

  /**
   * Tags for the spans, by name. They take the place of all those of the wider Telemetry.
   *
   * @default those of the wider Telemetry
   */
  readonly customTags?: Readonly<Record<string, CustomTag>>;

  /**
   * Whether spans get Istio's own tags, such as `istio.canonical_revision` and `istio.mesh_id`.
   *
   * @default as the wider Telemetry says, or else true
   */
  readonly enableIstioTags?: boolean;

  /**
   * Whether the decision to trace is also written into the request's id, where all proxies on the way find it.
   *
   * @default as the wider Telemetry says, or else true
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
