import { type ISecret, Secret } from 'cdk8s-plus-28';
import {
  type TrafficExtensionSpecWasm,
  type TrafficExtensionSpecWasmFailStrategy,
  type TrafficExtensionSpecWasmImagePullPolicy,
  type TrafficExtensionSpecWasmType,
  type TrafficExtensionSpecWasmVmConfigEnv,
  TrafficExtensionSpecWasmVmConfigEnvValueFrom,
} from '../../../imports/extensions.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';

/** What becomes of traffic when a module of WebAssembly cannot be fetched or breaks down. */
export enum FailStrategy {
  /** It is refused: HTTP with 5xx, and TCP connections are closed. */
  FAIL_CLOSE = 'FAIL_CLOSE',
  /** It passes as if there were no module. */
  FAIL_OPEN = 'FAIL_OPEN',
  /** It is refused, and the module is started anew for what comes later. */
  FAIL_RELOAD = 'FAIL_RELOAD',
}

/** When a module of WebAssembly is fetched. */
export enum WasmPullPolicy {
  /** When the proxy does not have it yet. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Whenever the configuration that names it changes. */
  ALWAYS = 'Always',
}

/** What a module of WebAssembly works on. */
export enum WasmPluginType {
  /** HTTP requests. */
  HTTP = 'HTTP',
  /** Bytes of connections. */
  NETWORK = 'NETWORK',
}

/**
 * The value of an environment variable of a module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar
 */
export class WasmEnvValue {
  /** A value of its own. */
  static inline(value: string): WasmEnvValue {
    return new WasmEnvValue({ value });
  }

  /** The value that the variable of that name has in the proxy. */
  static host(): WasmEnvValue {
    return new WasmEnvValue({ valueFrom: TrafficExtensionSpecWasmVmConfigEnvValueFrom.HOST });
  }

  private constructor(private readonly env: Omit<TrafficExtensionSpecWasmVmConfigEnv, 'name'>) {}

  /** @internal */
  _render(): Omit<TrafficExtensionSpecWasmVmConfigEnv, 'name'> {
    return this.env;
  }
}

/**
 * The machine that runs a module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig
 */
export interface WasmVmConfig {
  /**
   * Environment variables, by name.
   *
   * @default none
   */
  readonly env?: Readonly<Record<string, WasmEnvValue>>;
}

/** A module of WebAssembly, and how it is run. */
export interface WasmModule {
  /**
   * Where the module is: `oci://` and an image, `https://` or `http://` and a file, or `file://` and a path in the
   * container of the proxy. Without scheme it is an image.
   */
  readonly url: string;

  /**
   * The SHA-256 checksum that module or image must have, in hex.
   *
   * @default any
   */
  readonly sha256?: string;

  /**
   * When the module is fetched; not together with a checksum, whose module never changes.
   *
   * @default WasmPullPolicy.IF_NOT_PRESENT, or ALWAYS for an image with the tag `latest`
   */
  readonly imagePullPolicy?: WasmPullPolicy;

  /**
   * The secret of type `kubernetes.io/dockerconfigjson` to fetch an image with, in the namespace of this object.
   *
   * @default none
   */
  readonly imagePullSecret?: ISecret | string;

  /**
   * Configuration for the module, in whatever form it wants; cdk8s leaves `null` out.
   *
   * @default none
   */
  readonly pluginConfig?: Readonly<Record<string, unknown>>;

  /**
   * The name by which the module knows which of its plugins is meant.
   *
   * @default none
   */
  readonly pluginName?: string;

  /**
   * What becomes of traffic when the module cannot be fetched or breaks down.
   *
   * @default FailStrategy.FAIL_CLOSE
   */
  readonly failStrategy?: FailStrategy;

  /**
   * What the module works on.
   *
   * @default WasmPluginType.HTTP
   */
  readonly type?: WasmPluginType;

  /**
   * The machine that runs the module.
   *
   * @default no environment variables
   */
  readonly vmConfig?: WasmVmConfig;
}

/** @internal */
export function renderWasm(
  module: WasmModule,
  rendering: Rendering,
  field: FieldPath,
): TrafficExtensionSpecWasm {
  const { url, sha256, imagePullPolicy, imagePullSecret, pluginConfig, pluginName } = module;
  const { failStrategy, type, vmConfig } = module;
  return {
    url,
    sha256,
    // The raw types have enums of their own with the same values.
    imagePullPolicy: imagePullPolicy as unknown as TrafficExtensionSpecWasmImagePullPolicy | undefined,
    imagePullSecret:
      imagePullSecret && renderSecret(imagePullSecret, rendering, [...field, 'imagePullSecret']),
    pluginConfig,
    pluginName,
    failStrategy: failStrategy as unknown as TrafficExtensionSpecWasmFailStrategy | undefined,
    type: type as unknown as TrafficExtensionSpecWasmType | undefined,
    vmConfig: vmConfig?.env && {
      env: Object.entries(vmConfig.env).map(([name, value]) => ({ name, ...value._render() })),
    },
  };
}

function renderSecret(secret: ISecret | string, rendering: Rendering, field: FieldPath): string {
  if (typeof secret === 'string') {
    return secret;
  }
  const { name } = secret;
  if (secret instanceof Secret) {
    rendering.refuseForeign(field, { kind: secret.kind, name, namespace: secret.metadata.namespace });
  }
  return name;
}
