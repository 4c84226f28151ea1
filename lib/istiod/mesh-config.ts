import { CONFIG_MAP } from '../manifests/kinds';
import { isOf, isRecord, type Manifest, texts } from '../manifests/manifest';
import { readYamlValue } from '../manifests/yaml/documents';
import { refuseOtherThanMeshConfig } from './mesh-config-fields';
import { DEFAULT_PROFILE, PROFILE_MESH, PROFILES, type Profile } from './profile/profiles';

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
   * @default - metrics go to Prometheus, logs and traces nowhere
   */
  readonly defaultProviders: DefaultProviders;
  /**
   * What Telemetries and AuthorizationPolicies of action CUSTOM may name. istiod's own providers are always among them.
   *
   * @default - those of istiod: "prometheus", "stackdriver" and "envoy"
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
  defaultProviders: { accessLogging: [], metrics: ['prometheus'], tracing: [] },
  extensionProviders: [
    { name: 'prometheus', type: 'prometheus', prometheus: {} },
    { name: 'stackdriver', type: 'stackdriver', stackdriver: {} },
    { name: 'envoy', type: 'envoyFileAccessLog', envoyFileAccessLog: { path: '/dev/stdout' } },
  ],
  defaultConfig: { proxyMetadata: {} },
};

/** The configuration that `istioctl install` leaves a mesh with, by profile. */
const PROFILE_MESHES: ReadonlyMap<Profile, MeshConfig> = new Map(
  PROFILES.map((profile) => [
    profile,
    profile === DEFAULT_PROFILE ? DEFAULT_MESH : meshConfigOf(PROFILE_MESH[profile]),
  ]),
);

/** Whether it is the configuration of a profile, because nobody gave or showed another one. */
export function isMeshOfProfile(mesh: MeshConfig): boolean {
  return [...PROFILE_MESHES.values()].includes(mesh);
}

/**
 * The configuration that a text of YAML holds.
 *
 * @param profile what the text says is written over the configuration of this profile
 * @throws Error if it is not YAML, or not a MeshConfig
 */
export function parseMeshConfig(text: string, profile: Profile = DEFAULT_PROFILE): MeshConfig {
  return givenMeshConfig(readYamlValue(text), profile);
}

/**
 * The configuration that somebody gives for the mesh.
 *
 * @param profile what is given is written over the configuration of this profile
 * @throws Error if it is not a MeshConfig
 */
export function givenMeshConfig(value: unknown, profile: Profile = DEFAULT_PROFILE): MeshConfig {
  refuseOtherThanMeshConfig(value);
  return meshConfigOf(isRecord(value) ? overwritten(PROFILE_MESH[profile], value) : value);
}

/**
 * The configuration in the ConfigMap that istiod reads, where it is among the manifests; that of the profile elsewhere. Of
 * several such ConfigMaps the last counts, as it is applied last.
 */
export function meshConfigAmong(
  manifests: readonly Manifest[],
  profile: Profile = DEFAULT_PROFILE,
): MeshConfig {
  for (const manifest of manifests.toReversed()) {
    const mesh = isOf(CONFIG_MAP, manifest) && manifest.name === CONFIG_NAME && meshOf(manifest);
    if (mesh && (manifest.namespace === mesh.rootNamespace || manifest.namespace === ISTIO_NAMESPACE)) {
      return mesh;
    }
  }
  return PROFILE_MESHES.get(profile) ?? DEFAULT_MESH;
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
    defaultProviders: defaultProvidersOf(defaultProviders),
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

/** Istio's charts leave out their own default as soon as the configuration has any. */
function defaultProvidersOf(value: unknown): DefaultProviders {
  if (!isRecord(value) || Object.keys(value).length === 0) {
    return DEFAULT_MESH.defaultProviders;
  }
  return {
    accessLogging: namesOr([], value.accessLogging),
    metrics: namesOr([], value.metrics),
    tracing: namesOr([], value.tracing),
  };
}

/** istiod adds the providers to its own ones, and the last one of a name counts. */
function providersOf(value: unknown): ExtensionProvider[] {
  const given: unknown[] = Array.isArray(value) ? value : [];
  const providers = given.filter(isRecord).flatMap(({ name, ...rest }) => {
    const type = Object.keys(rest)[0];
    return typeof name === 'string' && type !== undefined ? { ...rest, name, type } : [];
  });
  const all = [...DEFAULT_MESH.extensionProviders, ...providers];
  return [...new Map(all.map((provider) => [provider.name, provider])).values()];
}

/** Maps are merged and everything else is replaced, as Helm does with the values of a profile. */
function overwritten(
  base: Readonly<Record<string, unknown>> | undefined,
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged = Object.entries(value).map(([name, own]) => {
    const below = base?.[name];
    return [name, isRecord(own) && isRecord(below) ? overwritten(below, own) : own];
  });
  return { ...base, ...Object.fromEntries(merged) };
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
