import type {
  TrafficExtensionSpecMatch,
  TrafficExtensionSpecMatchMode,
  TrafficExtensionSpecPhase,
} from '../../../imports/extensions.istio.io';
import { list } from '../rendering';
import type { PolicyTarget } from '../target-reference';
import type { WorkloadMode } from '../telemetry/telemetry-common';

/** Where among Istio's own filters an extension has its place; without one it comes last, before the router. */
export enum PluginPhase {
  /** Before requests are authenticated. */
  AUTHN = 'AUTHN',
  /** Behind authentication, before authorization. */
  AUTHZ = 'AUTHZ',
  /** Behind authorization, before statistics are taken. */
  STATS = 'STATS',
}

/**
 * Traffic that passes an extension; all that is said must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector
 */
export interface TrafficSelector {
  /**
   * Whether the pods call or are called.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Ports that are called.
   *
   * @default all ports
   */
  readonly ports?: readonly number[];
}

/** Whose traffic passes an extension, and where on its way. */
export interface ExtensionScope extends PolicyTarget {
  /**
   * The place among Istio's own filters.
   *
   * @default last, right before the router
   */
  readonly phase?: PluginPhase;

  /**
   * The place among the extensions of one phase: the highest comes first. Equal ones are ordered by name and namespace.
   *
   * @default 0
   */
  readonly priority?: number;

  /**
   * Traffic that passes the extension: one of these must fit. More can be added with `addMatch`.
   *
   * @default all traffic
   */
  readonly match?: readonly TrafficSelector[];
}

/** What a WasmPlugin and a TrafficExtension have alike. */
interface RawExtensionScope {
  readonly phase?: TrafficExtensionSpecPhase;
  readonly priority?: number;
  readonly match?: TrafficExtensionSpecMatch[];
}

/** @internal */
export function renderExtensionScope(
  { phase, priority }: ExtensionScope,
  match: readonly TrafficSelector[],
): RawExtensionScope {
  return {
    // The raw types have enums of their own with the same values.
    phase: phase as unknown as TrafficExtensionSpecPhase | undefined,
    priority,
    match: list(
      match.map(({ mode, ports }) => ({
        mode: mode as unknown as TrafficExtensionSpecMatchMode | undefined,
        ports: list(ports?.map((number) => ({ number }))),
      })),
    ),
  };
}
