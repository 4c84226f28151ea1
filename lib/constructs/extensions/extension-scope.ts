import type {
  TrafficExtensionSpecMatch,
  TrafficExtensionSpecMatchMode,
  TrafficExtensionSpecPhase,
} from '../../../imports/extensions.istio.io';
import { list } from '../rendering';
import type { PolicyTarget } from '../target-reference';
import type { WorkloadMode } from '../telemetry/telemetry-common';

/**
 * The place of an extension among Istio's filters. Without a phase, an extension comes last, before the router.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase
 */
export enum PluginPhase {
  /** Before requests are authenticated. */
  AUTHN = 'AUTHN',
  /** After authentication and before authorization. */
  AUTHZ = 'AUTHZ',
  /** After authorization and before statistics are taken. */
  STATS = 'STATS',
}

/**
 * Conditions on the traffic to which an extension applies, all of which must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector
 */
export interface TrafficSelector {
  /**
   * Whether the extension applies to the traffic that the pods send, to the traffic that they receive, or to both.
   *
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * The destination ports of the traffic.
   *
   * @default all ports
   */
  readonly ports?: readonly number[];
}

/**
 * The traffic to which an extension applies, and the place of the extension among the filters.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export interface ExtensionScope extends PolicyTarget {
  /**
   * The place among Istio's filters.
   *
   * @default the extension comes last, before the router
   */
  readonly phase?: PluginPhase;

  /**
   * The priority among the extensions of one phase; a higher number comes earlier. Equal priorities are ordered by name
   * and namespace.
   *
   * @default 0
   */
  readonly priority?: number;

  /**
   * Conditions on the traffic. The extension applies to traffic for which at least one of them holds. `addMatch` adds
   * more.
   *
   * @default all traffic
   */
  readonly match?: readonly TrafficSelector[];
}

/** The fields that the specs of WasmPlugin and TrafficExtension have in common. */
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
