import { shown } from '../catalogue/words';
import { isRecord } from '../manifests/manifest';
import { nearest } from '../manifests/nearest';

type FieldType = 'a text' | 'a number' | 'true or false' | 'a map' | 'a list' | 'a list of texts';

/** A type, or the words of an enumeration, each of which may also be written as its number. */
type ValueType = FieldType | readonly string[];

const fields = (type: FieldType, names: string): [string, FieldType][] =>
  names.split(/\s+/).map((name) => [name, type]);

/**
 * The fields of Istio's MeshConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
const FIELDS: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ...fields('a number', 'proxyListenPort proxyInboundListenPort proxyHttpPort'),
  ...fields(
    'a text',
    `accessLogFile accessLogFormat connectTimeout dnsRefreshRate hboneIdleTimeout inboundClusterStatName ingressClass
     ingressSelector ingressService outboundClusterStatName protocolDetectionTimeout rootNamespace trustDomain`,
  ),
  ['accessLogEncoding', ['TEXT', 'JSON']],
  ['h2UpgradePolicy', ['DO_NOT_UPGRADE', 'UPGRADE']],
  ['ingressControllerMode', ['UNSPECIFIED', 'OFF', 'DEFAULT', 'STRICT']],
  ...fields(
    'true or false',
    `disableEnvoyListenerLog enableAutoMtls enableEnvoyAccessLogService enablePrometheusMerge enableTracing
     verifyCertificateAtClient`,
  ),
  ...fields(
    'a map',
    `ca defaultConfig defaultHttpRetryPolicy defaultInboundHttpRetryPolicy defaultProviders defaultTrafficPolicy
     inboundTrafficPolicy localityLbSetting meshMTLS outboundTrafficPolicy pathNormalization serviceEntryVisibility
     tcpKeepalive tlsDefaults zoneAwareLbSetting`,
  ),
  ...fields(
    'a list',
    'caCertificates certificates configSources discoverySelectors extensionProviders serviceScopeConfigs serviceSettings',
  ),
  ...fields(
    'a list of texts',
    'defaultDestinationRuleExportTo defaultServiceExportTo defaultVirtualServiceExportTo trustDomainAliases',
  ),
]);

/** The fields inside others that checks and traces read. */
const INNER_FIELDS: readonly (readonly [outer: string, name: string, type: ValueType])[] = [
  ['outboundTrafficPolicy', 'mode', ['REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS']],
  [
    'pathNormalization',
    'normalization',
    ['DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'],
  ],
  ['defaultProviders', 'accessLogging', 'a list of texts'],
  ['defaultProviders', 'metrics', 'a list of texts'],
  ['defaultProviders', 'tracing', 'a list of texts'],
  ['defaultConfig', 'proxyMetadata', 'a map'],
];

/** Where objects of Kubernetes hold a MeshConfig. */
const HOLDERS: ReadonlyMap<unknown, string> = new Map([
  ['ConfigMap', 'its key "mesh"'],
  ['IstioOperator', 'its "spec.meshConfig"'],
  ['Istio', 'its "spec.values.meshConfig"'],
]);

/**
 * Refuses what is no MeshConfig. As istiod does, it accepts fields that it does not know among others, unless they seem to be
 * misspelled.
 *
 * @throws Error that says what is wrong
 */
export function refuseOtherThanMeshConfig(value: unknown): void {
  if (value === null || value === undefined) {
    return;
  }
  if (!isRecord(value)) {
    throw new Error('a map of fields is expected, such as "rootNamespace: istio-system"');
  }
  refuseObject(value);
  const names = Object.keys(value);
  const misspelled = names.find((name) => !FIELDS.has(name) && nearest(name, FIELDS.keys()) !== undefined);
  if (misspelled !== undefined) {
    const meant = nearest(misspelled, FIELDS.keys());
    throw new Error(`field ${shown(misspelled)} of MeshConfig is unknown; write "${meant}"`);
  }
  if (names.length > 0 && !names.some((name) => FIELDS.has(name))) {
    throw new Error(
      `field ${shown(names[0])} of MeshConfig is unknown; write fields such as "rootNamespace: istio-system"`,
    );
  }
  for (const [name, type] of FIELDS) {
    refuseOtherType(value[name], name, type);
  }
  for (const [outer, name, type] of INNER_FIELDS) {
    const holder = value[outer];
    refuseOtherType(isRecord(holder) ? holder[name] : undefined, `${outer}.${name}`, type);
  }
}

function refuseOtherType(field: unknown, name: string, type: ValueType): void {
  if (field !== undefined && field !== null && !isOfType(field, type)) {
    const remedy = typeof type === 'string' ? type : type.join(' or ');
    throw new Error(`field "${name}" of MeshConfig is ${shown(field)}; write ${remedy}`);
  }
}

function refuseObject(value: Readonly<Record<string, unknown>>): void {
  const { kind } = value;
  if (typeof kind === 'string' && typeof value.apiVersion === 'string') {
    const holder = HOLDERS.get(kind);
    const remedy =
      holder === undefined ? 'write the fields of a MeshConfig alone' : `write only what ${holder} holds`;
    throw new Error(`it holds an object of kind ${shown(kind)} instead of a MeshConfig; ${remedy}`);
  }
  if (isRecord(value.meshConfig)) {
    throw new Error('field "meshConfig" of MeshConfig is unknown; write only what it holds');
  }
}

function isOfType(value: unknown, type: ValueType): boolean {
  if (typeof type !== 'string') {
    return typeof value === 'number' || type.some((word) => word === value);
  }
  switch (type) {
    case 'a text':
      return typeof value === 'string';
    case 'a number':
      return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
    case 'true or false':
      return typeof value === 'boolean';
    case 'a map':
      return isRecord(value);
    case 'a list':
      return Array.isArray(value);
    case 'a list of texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}
