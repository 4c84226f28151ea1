import { CONFIG_MAP } from '../manifests/kinds';
import { isOf, isRecord, type Manifest, texts } from '../manifests/manifest';
import { readYamlValue } from '../manifests/yaml-documents';
import { refuseOtherThanMeshConfig } from './mesh-config-fields';

/** The name of the ConfigMap that istiod reads, and the key in it. */
const CONFIG_NAME = 'istio';
const CONFIG_KEY = 'mesh';

/**
 * What the checks and the routing ask of the mesh's configuration. Fields that Istio has and these do not read are kept.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /**
   * The namespace whose policies are for the whole mesh.
   *
   * @default "istio-system"
   */
  readonly rootNamespace: string;
  /** @default "cluster.local" */
  readonly trustDomain: string;
  /**
   * What a sidecar does with requests to hosts that nobody declared.
   *
   * @default "ALLOW_ANY"
   */
  readonly outboundTrafficPolicy: { readonly mode: string };
  /**
   * Whether sidecars use mTLS among themselves without being asked to.
   *
   * @default true
   */
  readonly enableAutoMtls: boolean;
  /**
   * Who sees Services and ServiceEntries that do not say so.
   *
   * @default - everybody
   */
  readonly defaultServiceExportTo: readonly string[];
  /**
   * Who sees VirtualServices that do not say so.
   *
   * @default - everybody
   */
  readonly defaultVirtualServiceExportTo: readonly string[];
  /**
   * Who sees DestinationRules that do not say so.
   *
   * @default - everybody
   */
  readonly defaultDestinationRuleExportTo: readonly string[];
  /**
   * How paths are changed before anything looks at them.
   *
   * @default "DEFAULT", which is BASE
   */
  readonly pathNormalization: { readonly normalization: string };
  /**
   * Where logs, metrics and traces go when a Telemetry names no provider.
   *
   * @default - nowhere
   */
  readonly defaultProviders: DefaultProviders;
  /**
   * What Telemetries and AuthorizationPolicies of action CUSTOM may name.
   *
   * @default - none
   */
  readonly extensionProviders: readonly ExtensionProvider[];
  /**
   * The configuration of proxies, as far as it is looked at.
   *
   * @default - none
   */
  readonly defaultConfig: { readonly proxyMetadata: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** Names of extension providers. */
export interface DefaultProviders {
  readonly accessLogging: readonly string[];
  readonly metrics: readonly string[];
  readonly tracing: readonly string[];
}

/** A service beside the mesh that logs, traces or authorizes. */
export interface ExtensionProvider {
  readonly name: string;
  /** Its type, which is the name of the field that configures it: `envoyOtelAls`, `lightstep`. */
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The namespace of Istio's own objects, which is the root namespace unless the mesh configuration names another. */
export const ISTIO_NAMESPACE = 'istio-system';

/** The configuration that `istioctl install` leaves a mesh with. (section 0.4) */
export const DEFAULT_MESH: MeshConfig = {
  rootNamespace: ISTIO_NAMESPACE,
  trustDomain: 'cluster.local',
  outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
  enableAutoMtls: true,
  defaultServiceExportTo: ['*'],
  defaultVirtualServiceExportTo: ['*'],
  defaultDestinationRuleExportTo: ['*'],
  pathNormalization: { normalization: 'DEFAULT' },
  defaultProviders: { accessLogging: [], metrics: [], tracing: [] },
  extensionProviders: [],
  defaultConfig: { proxyMetadata: {} },
};

/**
 * The configuration that a text of YAML holds.
 *
 * @throws Error if it is not YAML, or not a MeshConfig
 */
export function parseMeshConfig(text: string): MeshConfig {
  return givenMeshConfig(readYamlValue(text));
}

/**
 * The configuration that somebody gives for the mesh.
 *
 * @throws Error if it is not a MeshConfig
 */
export function givenMeshConfig(value: unknown): MeshConfig {
  refuseOtherThanMeshConfig(value);
  return meshConfigOf(value);
}

/**
 * The configuration in the ConfigMap that istiod reads, where it is among the manifests; Istio's defaults elsewhere. Of
 * several such ConfigMaps the last counts, as it is applied last.
 */
export function meshConfigAmong(manifests: readonly Manifest[]): MeshConfig {
  for (const manifest of manifests.toReversed()) {
    const mesh = isOf(CONFIG_MAP, manifest) && manifest.name === CONFIG_NAME && meshOf(manifest);
    if (mesh && (manifest.namespace === mesh.rootNamespace || manifest.namespace === ISTIO_NAMESPACE)) {
      return mesh;
    }
  }
  return DEFAULT_MESH;
}

/** The configuration, with Istio's defaults where it says nothing, or what cannot be meant. */
export function meshConfigOf(value: unknown): MeshConfig {
  if (!isRecord(value)) {
    return DEFAULT_MESH;
  }
  const { outboundTrafficPolicy, pathNormalization, defaultProviders, defaultConfig } = value;
  return {
    ...value,
    rootNamespace: textOr(DEFAULT_MESH.rootNamespace, value.rootNamespace),
    trustDomain: textOr(DEFAULT_MESH.trustDomain, value.trustDomain),
    outboundTrafficPolicy: { mode: textOr('ALLOW_ANY', fieldOf(outboundTrafficPolicy, 'mode')) },
    enableAutoMtls: value.enableAutoMtls !== false,
    defaultServiceExportTo: namesOr(['*'], value.defaultServiceExportTo),
    defaultVirtualServiceExportTo: namesOr(['*'], value.defaultVirtualServiceExportTo),
    defaultDestinationRuleExportTo: namesOr(['*'], value.defaultDestinationRuleExportTo),
    pathNormalization: { normalization: textOr('DEFAULT', fieldOf(pathNormalization, 'normalization')) },
    defaultProviders: {
      accessLogging: namesOr([], fieldOf(defaultProviders, 'accessLogging')),
      metrics: namesOr([], fieldOf(defaultProviders, 'metrics')),
      tracing: namesOr([], fieldOf(defaultProviders, 'tracing')),
    },
    extensionProviders: providersOf(value.extensionProviders),
    defaultConfig: {
      ...(isRecord(defaultConfig) ? defaultConfig : {}),
      proxyMetadata: texts(fieldOf(defaultConfig, 'proxyMetadata')),
    },
  };
}

function meshOf({ object }: Manifest): MeshConfig | undefined {
  const text = fieldOf(object.data, CONFIG_KEY);
  try {
    const value = typeof text === 'string' ? readYamlValue(text) : undefined;
    return value === null || isRecord(value) ? meshConfigOf(value) : undefined;
  } catch {
    // istiod keeps running with what it had; all that is known of that are the defaults.
    return undefined;
  }
}

function providersOf(value: unknown): ExtensionProvider[] {
  const providers: unknown[] = Array.isArray(value) ? value : [];
  return providers.filter(isRecord).flatMap(({ name, ...rest }) => {
    const type = Object.keys(rest)[0];
    return typeof name === 'string' && type !== undefined ? { ...rest, name, type } : [];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function textOr(otherwise: string, value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function namesOr(otherwise: readonly string[], value: unknown): readonly string[] {
  const names: unknown[] = Array.isArray(value) ? value : [];
  const found = names.filter((name): name is string => typeof name === 'string');
  return found.length > 0 ? found : otherwise;
}
