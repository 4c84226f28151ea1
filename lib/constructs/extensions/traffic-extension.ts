import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  TrafficExtension as RawTrafficExtension,
  type TrafficExtensionSpec,
} from '../../../imports/extensions.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Rendering } from '../rendering';
import { renderPolicyTarget } from '../target-reference';
import { type ExtensionScope, renderExtensionScope, type TrafficSelector } from './extension-scope';
import { renderWasm, type WasmModule } from './wasm';

/**
 * The filter that a TrafficExtension runs.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class ExtensionFilter {
  /** A WebAssembly module. */
  static wasm(module: WasmModule): ExtensionFilter {
    return new ExtensionFilter((rendering) => ({ wasm: renderWasm(module, rendering, ['spec', 'wasm']) }));
  }

  /**
   * Lua code with the functions `envoy_on_request` and `envoy_on_response`; at most 65536 characters.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/lua_filter
   */
  static lua(inlineCode: string): ExtensionFilter {
    return new ExtensionFilter(() => ({ lua: { inlineCode } }));
  }

  private constructor(
    private readonly derive: (rendering: Rendering) => Pick<TrafficExtensionSpec, 'wasm' | 'lua'>,
  ) {}

  /** @internal */
  _render(rendering: Rendering): Pick<TrafficExtensionSpec, 'wasm' | 'lua'> {
    return this.derive(rendering);
  }
}

/**
 * Properties of a TrafficExtension.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export interface TrafficExtensionProps extends IstioResourceProps, ExtensionScope {
  /** The filter: a WebAssembly module or Lua code. */
  readonly filter: ExtensionFilter;
}

/**
 * A custom filter, in WebAssembly or Lua, for the traffic of some pods.
 *
 * Synthesis fails if Istio would refuse the TrafficExtension. `MeshApp` warns if Istio would ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class TrafficExtension extends IstioResource<TrafficExtensionSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'trafficextensions';
  protected readonly apiObject: ApiObject;
  private readonly props: TrafficExtensionProps;
  private readonly match: TrafficSelector[];

  constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.match = [...(props.match ?? [])];
    this.apiObject = new RawTrafficExtension(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds conditions. The filter also applies to traffic for which these hold. */
  addMatch(match: TrafficSelector): void {
    this.match.push(match);
  }

  protected render(rendering: Rendering): TrafficExtensionSpec {
    return {
      ...renderPolicyTarget(this.props, rendering),
      ...renderExtensionScope(this.props, this.match),
      ...this.props.filter._render(rendering),
    };
  }
}
