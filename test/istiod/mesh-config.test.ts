import {
  DEFAULT_MESH,
  isMeshOfProfile,
  meshConfigAmong,
  meshConfigOf,
  parseMeshConfig,
} from '../../lib/istiod/mesh-config';
import type { Profile } from '../../lib/istiod/profile/profiles';
import { readYaml } from '../../lib/manifests/read-yaml';

test.each(['h2UpgradePolicy: 1', 'outboundTrafficPolicy: { mode: 0 }'])(
  'accepts the number in %j',
  (text) => {
    expect(() => parseMeshConfig(text)).not.toThrow();
  },
);

test.each(['', '# nothing', 'null', '{}'])('has the defaults of Istio where %j is written', (text) => {
  expect(parseMeshConfig(text)).toEqual(DEFAULT_MESH);
});

test('reads what is written, and keeps what is not looked at', () => {
  const mesh = parseMeshConfig(`
rootNamespace: mesh
enableAutoMtls: false
accessLogFile: /dev/stdout
outboundTrafficPolicy: { mode: REGISTRY_ONLY }
defaultServiceExportTo: ["."]
defaultProviders: { accessLogging: [envoy] }
extensionProviders:
  - name: tracer
    lightstep: { service: lightstep.monitoring.svc.cluster.local, port: 443 }
  - lightstep: { service: without.name }
defaultConfig:
  proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }
`);
  expect(mesh).toEqual({
    ...DEFAULT_MESH,
    rootNamespace: 'mesh',
    enableAutoMtls: false,
    accessLogFile: '/dev/stdout',
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    defaultServiceExportTo: ['.'],
    defaultProviders: { accessLogging: ['envoy'], metrics: [], tracing: [] },
    extensionProviders: [
      ...DEFAULT_MESH.extensionProviders,
      {
        name: 'tracer',
        type: 'lightstep',
        lightstep: { service: 'lightstep.monitoring.svc.cluster.local', port: 443 },
      },
    ],
    defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
  });
});

test('writes what is given over the configuration of the profile (L1)', () => {
  const names = (text: string, profile: Profile) =>
    parseMeshConfig(text, profile).extensionProviders.map(({ name }) => name);
  const own = ['prometheus', 'stackdriver', 'envoy'];
  expect(names('{}', 'default')).toEqual(own);
  expect(names('trustDomain: here', 'demo')).toEqual([
    ...own,
    'otel',
    'skywalking',
    'otel-tracing',
    'jaeger',
  ]);
  expect(names('extensionProviders: [{ name: mine, zipkin: {} }]', 'demo')).toEqual([...own, 'mine']);
  const metadata = (text: string) => parseMeshConfig(text, 'preview').defaultConfig.proxyMetadata;
  expect(metadata('defaultConfig: { proxyMetadata: { A: b } }')).toEqual({
    ISTIO_META_DNS_CAPTURE: 'true',
    A: 'b',
  });
});

test('the configuration among the manifests replaces that of the profile', () => {
  const config =
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "accessLogFile: /dev/stderr"}}';
  const among = (text: string) => meshConfigAmong(readYaml(text, 'a.yaml').manifests, 'demo');
  expect([among('').accessLogFile, isMeshOfProfile(among(''))]).toEqual(['/dev/stdout', true]);
  expect([among(config).accessLogFile, isMeshOfProfile(among(config))]).toEqual(['/dev/stderr', false]);
  expect(among(config).extensionProviders).toEqual(DEFAULT_MESH.extensionProviders);
});

test.each([
  null,
  [],
  'text',
  { rootNamespace: 7, trustDomain: '' },
  { outboundTrafficPolicy: 'ALLOW_ANY', pathNormalization: null },
  { defaultProviders: [], extensionProviders: { name: 'a' }, defaultConfig: { proxyMetadata: [] } },
  { extensionProviders: [null, 'a', { name: 'typeless' }], defaultServiceExportTo: [7] },
])('takes %j for what Istio takes when nothing is written', (value) => {
  expect(meshConfigOf(value)).toEqual(DEFAULT_MESH);
});

test.each([
  ['- a list', 'a map of fields is expected, such as "rootNamespace: istio-system"'],
  ['a: [', /./],
  [
    '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web } }',
    'it holds an object of kind "Deployment" instead of a MeshConfig; write the fields of a MeshConfig alone',
  ],
  [
    '{ apiVersion: v1, kind: ConfigMap, data: { mesh: "trustDomain: here" } }',
    'it holds an object of kind "ConfigMap" instead of a MeshConfig; write only what its key "mesh" holds',
  ],
  [
    '{ apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: { meshConfig: {} } }',
    'it holds an object of kind "IstioOperator" instead of a MeshConfig; write only what its "spec.meshConfig" holds',
  ],
  [
    'meshConfig: { trustDomain: here }',
    'field "meshConfig" of MeshConfig is unknown; write only what it holds',
  ],
  [
    '{ replicas: 2, image: web }',
    'field "replicas" of MeshConfig is unknown; write fields such as "rootNamespace: istio-system"',
  ],
  [
    '{ trustDomain: here, root_namespace: mesh }',
    'field "root_namespace" of MeshConfig is unknown; write "rootNamespace"',
  ],
  [
    'outboundTrafficPolicy: REGISTRY_ONLY',
    'field "outboundTrafficPolicy" of MeshConfig is "REGISTRY_ONLY"; write a map',
  ],
  ['enableAutoMtls: "no"', 'field "enableAutoMtls" of MeshConfig is "no"; write true or false'],
  ['rootNamespace: [mesh]', 'field "rootNamespace" of MeshConfig is a list; write a text'],
  ['rootNamespace: 1', 'field "rootNamespace" of MeshConfig is 1; write a text'],
  [
    'h2UpgradePolicy: UPGRAD',
    'field "h2UpgradePolicy" of MeshConfig is "UPGRAD"; write DO_NOT_UPGRADE or UPGRADE',
  ],
  [
    'outboundTrafficPolicy: { mode: REGISTRYONLY }',
    'field "outboundTrafficPolicy.mode" of MeshConfig is "REGISTRYONLY"; write REGISTRY_ONLY or ALLOW_ANY or ALLOW_ANY_DYNAMIC_DNS',
  ],
  [
    'defaultServiceExportTo: [1]',
    'field "defaultServiceExportTo" of MeshConfig is a list; write a list of texts',
  ],
])('refuses %j', (text, message) => {
  expect(() => parseMeshConfig(text)).toThrow(message);
});

test('accepts fields of older and newer versions among others', () => {
  expect(
    parseMeshConfig('{ trustDomain: here, sdsUdsPath: "unix:/var/run", thriftConfig: {} }').trustDomain,
  ).toBe('here');
});

const configMap = (namespace: string, mesh: string, name = 'istio') => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${namespace} }
data:
  mesh: |
    ${mesh}
`;

test.each([
  ['in the root namespace', configMap('istio-system', 'trustDomain: here'), 'here'],
  [
    'in a root namespace of another name',
    configMap('mesh', '{rootNamespace: mesh, trustDomain: here}'),
    'here',
  ],
  ['elsewhere', configMap('app', 'trustDomain: here'), 'cluster.local'],
  ['of another name', configMap('istio-system', 'trustDomain: here', 'istio-canary'), 'cluster.local'],
  ['that is no YAML', configMap('istio-system', '}{'), 'cluster.local'],
  ['without the configuration', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}', 'cluster.local'],
])('a ConfigMap %s', (_, text, trustDomain) => {
  expect(meshConfigAmong(readYaml(text, 'a.yaml').manifests).trustDomain).toBe(trustDomain);
});
