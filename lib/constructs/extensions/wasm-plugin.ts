import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { WasmPlugin as RawWasmPlugin, type WasmPluginSpec } from '../../../imports/extensions.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Rendering } from '../rendering';
import { renderPolicyTarget } from '../target-reference';
import { type ExtensionScope, renderExtensionScope, type TrafficSelector } from './extension-scope';
import { renderWasm, type WasmModule } from './wasm';

/**
 * Properties of a WasmPlugin.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export interface WasmPluginProps extends IstioResourceProps, WasmModule, ExtensionScope {}

/**
 * A WebAssembly module that filters the traffic of some pods.
 *
 * Synthesis fails if Istio would refuse the WasmPlugin. `MeshApp` warns if Istio would ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export class WasmPlugin extends IstioResource<WasmPluginSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'wasmplugins';
  protected readonly apiObject: ApiObject;
  private readonly props: WasmPluginProps;
  private readonly match: TrafficSelector[];

  constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.match = [...(props.match ?? [])];
    this.apiObject = new RawWasmPlugin(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  /** Adds conditions. The plugin also applies to traffic for which these hold. */
  addMatch(match: TrafficSelector): void {
    this.match.push(match);
  }

  protected render(rendering: Rendering): WasmPluginSpec {
    return {
      ...renderPolicyTarget(this.props, rendering),
      ...renderExtensionScope(this.props, this.match),
      ...renderWasm(this.props, rendering, ['spec']),
      // The raw types have enums of their own with the same values.
    } as unknown as WasmPluginSpec;
  }
}
