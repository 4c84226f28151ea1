import { ApiObject, JsonPatch } from 'cdk8s';
import { Deployment, Secret } from 'cdk8s-plus-28';
import {
  FailStrategy,
  PluginPhase,
  TargetReference,
  WasmEnvValue,
  WasmPlugin,
  type WasmPluginProps,
  WasmPluginType,
  WasmPullPolicy,
  WorkloadMode,
} from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const url = 'oci://registry.example.com/basic-auth:v1';

const newPlugin = (props: Partial<WasmPluginProps> = {}) =>
  new WasmPlugin(newChart(), 'plugin', { url, ...props });

function mistakesIn(props: Partial<WasmPluginProps>): string[] {
  return mistakesOf(newPlugin(props)).map((line) =>
    line.replace('[test/plugin] WasmPlugin "test-plugin": spec.', ''),
  );
}

test('a plugin that asks for a password', () => {
  const plugin = newPlugin({
    selector: { istio: 'ingressgateway' },
    phase: PluginPhase.AUTHN,
    pluginConfig: { basic_auth_rules: [{ prefix: '/private', credentials: ['ok:test'] }] },
  });

  expect(ApiObject.of(plugin).toJson()).toEqual({
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'WasmPlugin',
    metadata: { name: 'test-plugin', namespace: 'default' },
    spec: {
      phase: 'AUTHN',
      pluginConfig: { basic_auth_rules: [{ credentials: ['ok:test'], prefix: '/private' }] },
      selector: { matchLabels: { istio: 'ingressgateway' } },
      url: 'oci://registry.example.com/basic-auth:v1',
    },
  });
  expect(mistakesOf(plugin)).toEqual([]);
});

test('with all that can be said', () => {
  const plugin = newPlugin({
    imagePullPolicy: WasmPullPolicy.IF_NOT_PRESENT,
    imagePullSecret: new Secret(newChart(), 'registry', { metadata: { name: 'registry' } }),
    sha256: '0'.repeat(64),
    pluginConfig: { deep: { list: [1, 'two'] } },
    pluginName: 'auth',
    failStrategy: FailStrategy.FAIL_RELOAD,
    type: WasmPluginType.NETWORK,
    vmConfig: { env: { POD: WasmEnvValue.host(), MODE: WasmEnvValue.inline('strict') } },
    phase: PluginPhase.STATS,
    priority: -10,
    match: [{ mode: WorkloadMode.SERVER, ports: [80, 8080] }],
    targetRefs: [TargetReference.gateway('waypoint')],
  });
  plugin.addMatch({ mode: WorkloadMode.CLIENT });

  expect(specOf(plugin)).toEqual({
    url,
    imagePullPolicy: 'IfNotPresent',
    imagePullSecret: 'registry',
    sha256: '0'.repeat(64),
    pluginConfig: { deep: { list: [1, 'two'] } },
    pluginName: 'auth',
    failStrategy: 'FAIL_RELOAD',
    type: 'NETWORK',
    vmConfig: {
      env: [
        { name: 'POD', valueFrom: 'HOST' },
        { name: 'MODE', value: 'strict' },
      ],
    },
    phase: 'STATS',
    priority: -10,
    match: [{ mode: 'SERVER', ports: [{ number: 80 }, { number: 8080 }] }, { mode: 'CLIENT' }],
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
  });
  expect(mistakesOf(plugin)).toEqual([]);
});

test('selects a workload; in the root namespace, one of any', () => {
  const selector = new Deployment(newChart('web'), 'shop', { containers: [{ image: 'x' }] });
  const plugin = new WasmPlugin(newChart('istio-system'), 'plugin', { url, selector });

  expect(specOf(plugin)).toMatchObject({ selector: { matchLabels: selector.matchLabels } });
  expect(mistakesOf(plugin)).toEqual([]);
});

test('a secret of another namespace is refused', () => {
  const imagePullSecret = new Secret(newChart('prod'), 'registry', { metadata: { name: 'registry' } });

  expect(mistakesIn({ imagePullSecret })).toEqual([
    'imagePullSecret refers to Secret "registry" in namespace "prod", but can only refer to its own namespace; ' +
      'put it into a chart of that namespace [IST9043]',
  ]);
  expect(
    specOf(newPlugin({ imagePullSecret: Secret.fromSecretName(newChart(), 'x', 'elsewhere') })),
  ).toMatchObject({ imagePullSecret: 'elsewhere' });
});

test.each<[string, Partial<WasmPluginProps>, string[]]>([
  ['an image without a scheme', { url: 'registry.example.com:5000/filter:v1' }, []],
  ['a file in the container', { url: 'file:///opt/filter.wasm' }, []],
  ['a file on a server', { url: 'https://example.com/filter.wasm' }, []],
  ['no URL', { url: '' }, ['url is missing; write the URL of an OCI image or of a file [IST0106]']],
  [
    'a scheme that is not fetched',
    { url: 'ftp://example.com/filter.wasm' },
    ['url "ftp://example.com/filter.wasm" has the scheme ftp; use one of oci, http, https, file [IST0106]'],
  ],
  [
    'what is no URL',
    { url: 'https://example .com' },
    ['url "https://example .com" is not a URL; write one such as "oci://example.com/filter:v1" [IST9015]'],
  ],
  [
    'a checksum in upper case',
    { sha256: 'A'.repeat(64) },
    [
      `sha256 "${'A'.repeat(64)}" is not a SHA-256 checksum; write 64 hexadecimal digits in lower case [IST0106]`,
    ],
  ],
  [
    'always fetching what never changes',
    { sha256: 'a'.repeat(64), imagePullPolicy: WasmPullPolicy.ALWAYS },
    [
      'imagePullPolicy Always is ignored for a module with a checksum, which never changes; remove it [IST9013]',
    ],
  ],
  [
    'always fetching a digest',
    { url: `oci://x/y@sha256:${'a'.repeat(64)}`, imagePullPolicy: WasmPullPolicy.ALWAYS },
    [
      'imagePullPolicy Always is ignored for a module with a checksum, which never changes; remove it [IST9013]',
    ],
  ],
  ['always fetching what may change', { imagePullPolicy: WasmPullPolicy.ALWAYS }, []],
  [
    'a secret for a file',
    { url: 'https://example.com/x.wasm', imagePullSecret: 'registry' },
    [
      'imagePullSecret "registry" is used for OCI images only, and not for https://example.com/x.wasm; remove it [IST9013]',
    ],
  ],
  [
    'a secret that is none',
    { imagePullSecret: 'My Secret' },
    [
      'imagePullSecret "My Secret" is not a Kubernetes name; use lower-case letters, digits, "-" and ".", with ' +
        'a letter or digit at both ends [IST9015]',
    ],
  ],
  ['an empty name', { pluginName: '' }, ['pluginName is empty; write a name [IST9015]']],
  [
    'a long name',
    { pluginName: 'x'.repeat(257) },
    ['pluginName has 257 bytes; Istio allows at most 256 [IST0106]'],
  ],
  ['a name that is just short enough', { pluginName: 'x'.repeat(256) }, []],
  [
    'a variable without a name',
    { vmConfig: { env: { '': WasmEnvValue.host() } } },
    ['vmConfig.env[0].name is empty; write a name [IST0106]'],
  ],
  [
    'a variable with a long value',
    { vmConfig: { env: { A: WasmEnvValue.inline('x'.repeat(2049)) } } },
    ['vmConfig.env[0].value has 2049 characters; Istio allows at most 2048 [IST0106]'],
  ],
  [
    'no port',
    { match: [{ ports: [0] }] },
    ['match[0].ports[0].number 0 is not a port; use a whole number from 1 to 65535 [IST0106]'],
  ],
  [
    'a port twice',
    { match: [{ ports: [80, 80] }] },
    ['match[0].ports[1].number 80 appears twice; remove one [IST9017]'],
  ],
  ['half a priority', { priority: 0.5 }, ['priority 0.5 is not a priority; use a whole number [IST0106]']],
  [
    'a selector and targets',
    { selector: { app: 'x' }, targetRefs: [TargetReference.gateway('y')] },
    ['targetRefs cannot be used with spec.selector; keep one of them, or write two policies [IST0106]'],
  ],
])('%s', (_, props, mistakes) => {
  expect(mistakesIn(props)).toEqual(mistakes);
});

test('refuses what a JSON patch breaks', () => {
  const plugin = newPlugin({ vmConfig: { env: { A: WasmEnvValue.host(), B: WasmEnvValue.host() } } });
  ApiObject.of(plugin).addJsonPatch(
    JsonPatch.add('/spec/vmConfig/env/0/value', 'x'),
    JsonPatch.replace('/spec/vmConfig/env/1/name', 'A'),
  );

  const field = '[test/plugin] WasmPlugin "test-plugin": spec.vmConfig.env';
  expect(mistakesOf(plugin)).toEqual([
    `${field}[0].value "x" cannot be used with valueFrom HOST; keep one of them [IST0106]`,
    `${field}[1].name "A" appears twice; remove one [IST0106]`,
  ]);
});
