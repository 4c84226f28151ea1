import { shown } from '../catalogue/words';
import { isRecord } from '../manifests/manifest';
import { nearest } from '../manifests/nearest';

type FieldType = 'a text' | 'a number' | 'true or false' | 'a map' | 'a list';

const fields = (type: FieldType, names: string): [string, FieldType][] =>
  names.split(/\s+/).map((name) => [name, type]);

/**
 * The fields of Istio's MeshConfig. An enumeration is a text or a number.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
const FIELDS: ReadonlyMap<string, FieldType> = new Map([
  ...fields('a number', 'proxyListenPort proxyInboundListenPort proxyHttpPort'),
  ...fields(
    'a text',
    `accessLogEncoding accessLogFile accessLogFormat connectTimeout dnsRefreshRate h2UpgradePolicy hboneIdleTimeout
     inboundClusterStatName ingressClass ingressControllerMode ingressSelector ingressService outboundClusterStatName
     protocolDetectionTimeout rootNamespace trustDomain`,
  ),
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
    `caCertificates certificates configSources defaultDestinationRuleExportTo defaultServiceExportTo
     defaultVirtualServiceExportTo discoverySelectors extensionProviders serviceScopeConfigs serviceSettings
     trustDomainAliases`,
  ),
]);

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
    const field = value[name];
    if (field !== undefined && field !== null && !isOfType(field, type)) {
      throw new Error(`field "${name}" of MeshConfig is ${shown(field)}; write ${type}`);
    }
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

function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'a text':
      return typeof value === 'string' || typeof value === 'number';
    case 'a number':
      return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
    case 'true or false':
      return typeof value === 'boolean';
    case 'a map':
      return isRecord(value);
    case 'a list':
      return Array.isArray(value);
  }
}
