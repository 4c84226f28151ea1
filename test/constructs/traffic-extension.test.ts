import { ApiObject, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  ExtensionFilter,
  FailStrategy,
  PluginPhase,
  TargetReference,
  TrafficExtension,
  type TrafficExtensionProps,
  WasmEnvValue,
  WasmPluginType,
  WasmPullPolicy,
  WorkloadMode,
} from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const lua = ExtensionFilter.lua('function envoy_on_request(handle) end');

const newExtension = (props: Partial<TrafficExtensionProps> = {}) =>
  new TrafficExtension(newChart(), 'extension', { filter: lua, ...props });

function mistakesIn(props: Partial<TrafficExtensionProps>): string[] {
  return mistakesOf(newExtension(props)).map((line) =>
    line.replace('[test/extension] TrafficExtension "test-extension": spec', ''),
  );
}

test('code in Lua', () => {
  const extension = newExtension({ phase: PluginPhase.AUTHZ, selector: { app: 'shop' } });

  expect(ApiObject.of(extension).toJson()).toEqual({
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'TrafficExtension',
    metadata: { name: 'test-extension', namespace: 'default' },
    spec: {
      lua: { inlineCode: 'function envoy_on_request(handle) end' },
      phase: 'AUTHZ',
      selector: { matchLabels: { app: 'shop' } },
    },
  });
  expect(mistakesOf(extension)).toEqual([]);
});

test('a module, with all that can be said', () => {
  const extension = newExtension({
    filter: ExtensionFilter.wasm({
      url: 'oci://example.com/filter:v1',
      imagePullPolicy: WasmPullPolicy.IF_NOT_PRESENT,
      imagePullSecret: 'registry',
      sha256: 'f'.repeat(64),
      pluginConfig: { a: 1 },
      pluginName: 'auth',
      failStrategy: FailStrategy.FAIL_OPEN,
      type: WasmPluginType.HTTP,
      vmConfig: { env: { A: WasmEnvValue.inline('b') } },
    }),
    phase: PluginPhase.AUTHN,
    priority: 10,
    match: [{ mode: WorkloadMode.CLIENT_AND_SERVER }],
    targetRefs: [TargetReference.service('shop')],
  });
  extension.addMatch({ ports: [80] });

  expect(specOf(extension)).toEqual({
    wasm: {
      url: 'oci://example.com/filter:v1',
      imagePullPolicy: 'IfNotPresent',
      imagePullSecret: 'registry',
      sha256: 'f'.repeat(64),
      pluginConfig: { a: 1 },
      pluginName: 'auth',
      failStrategy: 'FAIL_OPEN',
      type: 'HTTP',
      vmConfig: { env: [{ name: 'A', value: 'b' }] },
    },
    phase: 'AUTHN',
    priority: 10,
    match: [{ mode: 'CLIENT_AND_SERVER' }, { ports: [{ number: 80 }] }],
    targetRefs: [{ group: '', kind: 'Service', name: 'shop' }],
  });
  expect(mistakesOf(extension)).toEqual([]);
});

test('selects a workload', () => {
  const selector = new Deployment(newChart(), 'shop', { containers: [{ image: 'x' }] });

  expect(specOf(newExtension({ selector }))).toMatchObject({
    selector: { matchLabels: selector.matchLabels },
  });
});

test.each<[string, Partial<TrafficExtensionProps>, string[]]>([
  ['no code', { filter: ExtensionFilter.lua('') }, ['.lua.inlineCode is empty; write the code [IST0106]']],
  [
    'too much code',
    { filter: ExtensionFilter.lua('-'.repeat(65_537)) },
    ['.lua.inlineCode has 65537 characters; Istio allows at most 65536 [IST0106]'],
  ],
  ['just not too much', { filter: ExtensionFilter.lua('-'.repeat(65_536)) }, []],
  [
    'a module without a URL',
    { filter: ExtensionFilter.wasm({ url: '' }) },
    ['.wasm.url is missing; write the URL of an OCI image or of a file [IST0106]'],
  ],
  [
    'no port',
    { match: [{ ports: [65536] }] },
    ['.match[0].ports[0].number 65536 is not a port; use a whole number from 1 to 65535 [IST0106]'],
  ],
  [
    'a selector and targets',
    { selector: { app: 'x' }, targetRefs: [TargetReference.gateway('y')] },
    ['.targetRefs cannot be used with spec.selector; keep one of them, or write two policies [IST0106]'],
  ],
])('%s', (_, props, mistakes) => {
  expect(mistakesIn(props)).toEqual(mistakes);
});

test.each([
  [
    'two filters',
    JsonPatch.add('/spec/wasm', { url: 'x.example.com/y' }),
    '.lua cannot be used with spec.wasm; keep one of them [IST0106]',
  ],
  [
    'no filter',
    JsonPatch.remove('/spec/lua'),
    ' has neither wasm nor lua, so it does nothing; add one of them [IST0106]',
  ],
])('a JSON patch with %s', (_, patch, mistake) => {
  const extension = newExtension({ selector: { app: 'x' } });
  ApiObject.of(extension).addJsonPatch(patch);

  expect(mistakesOf(extension)).toEqual([
    `[test/extension] TrafficExtension "test-extension": spec${mistake}`,
  ]);
});
