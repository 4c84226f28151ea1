import type { ApiObjectMetadataDefinition } from 'cdk8s';
import {
  type TrafficExtensionSpecWasm,
  type TrafficExtensionSpecWasmFailStrategy,
  type TrafficExtensionSpecWasmImagePullPolicy,
  type TrafficExtensionSpecWasmType,
  type TrafficExtensionSpecWasmVmConfigEnv,
  TrafficExtensionSpecWasmVmConfigEnvValueFrom,
} from '../../../imports/extensions.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type SecretLike, secretName } from '../kubernetes/secret';
import type { Rendering } from '../rendering';

/**
 * What happens to the traffic if a WebAssembly module cannot be fetched or fails.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#FailStrategy
 */
export enum FailStrategy {
  /** The proxy answers HTTP requests with 5xx and closes TCP connections. */
  FAIL_CLOSE = 'FAIL_CLOSE',
  /** The traffic passes as if there were no module. */
  FAIL_OPEN = 'FAIL_OPEN',
  /** The proxy refuses the traffic, and reloads the module for later traffic. */
  FAIL_RELOAD = 'FAIL_RELOAD',
}

/**
 * When the proxy fetches a WebAssembly module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PullPolicy
 */
export enum WasmPullPolicy {
  /** If the proxy does not have the module yet. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Whenever the configuration that names the module changes. */
  ALWAYS = 'Always',
}

/**
 * The type of a WebAssembly module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginType
 */
export enum WasmPluginType {
  /** An HTTP filter. */
  HTTP = 'HTTP',
  /** A network filter, which processes the bytes of connections. */
  NETWORK = 'NETWORK',
}

/**
 * The value of an environment variable of a module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar
 */
export class WasmEnvValue {
  /** The value is `value`. */
  static inline(value: string): WasmEnvValue {
    return new WasmEnvValue({ value });
  }

  /** The value is that of the proxy's environment variable with the same name. */
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
 * The virtual machine that runs a WebAssembly module.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig
 */
export interface WasmVmConfig {
  /**
   * Environment variables, by name.
   *
   * @default the module has no environment variables
   */
  readonly env?: Readonly<Record<string, WasmEnvValue>>;
}

/**
 * A WebAssembly module, and how the proxy fetches and runs it.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export interface WasmModule {
  /**
   * The URL of the module: `oci://` and an image, `https://` or `http://` and a file, or `file://` and a path in the
   * container of the proxy. A URL without a scheme is an image.
   */
  readonly url: string;

  /**
   * The SHA-256 checksum of the module or the image, in hexadecimal.
   *
   * @default the checksum is not verified
   */
  readonly sha256?: string;

  /**
   * When the proxy fetches the module. Not together with a checksum, because a module with a checksum does not change.
   *
   * @default WasmPullPolicy.IF_NOT_PRESENT; for an image with the tag `latest`, WasmPullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: WasmPullPolicy;

  /**
   * The Secret of type `kubernetes.io/dockerconfigjson` with the credentials for the image, in the namespace of this
   * object.
   *
   * @default the image is fetched without credentials
   */
  readonly imagePullSecret?: SecretLike;

  /**
   * The configuration of the module, in the form that the module expects. cdk8s leaves out `null` values.
   *
   * @default the module receives no configuration
   */
  readonly pluginConfig?: Readonly<Record<string, unknown>>;

  /**
   * The name that selects a plugin, for a module that contains several.
   *
   * @default none
   */
  readonly pluginName?: string;

  /**
   * What happens to the traffic if the module cannot be fetched or fails.
   *
   * @default FailStrategy.FAIL_CLOSE
   */
  readonly failStrategy?: FailStrategy;

  /**
   * The type of the module.
   *
   * @default WasmPluginType.HTTP
   */
  readonly type?: WasmPluginType;

  /**
   * The virtual machine that runs the module.
   *
   * @default a virtual machine without environment variables
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

function renderSecret(secret: SecretLike, rendering: Rendering, field: FieldPath): string {
  const name = secretName(secret, rendering, field);
  if (typeof secret !== 'string' && 'metadata' in secret) {
    const { namespace } = secret.metadata as ApiObjectMetadataDefinition;
    rendering.refuseForeign(field, { kind: 'Secret', name, namespace });
  }
  return name;
}
