import { labelledDeployment, object } from '../../../scene';
import { all, messagesWith } from '../../support';

const MESH =
  labelledDeployment('shop/web', { app: 'web' }) + labelledDeployment('cart/cart', { app: 'cart' });
const selecting = (labels: object) => ({ selector: { matchLabels: labels } });
const JWT = { jwtRules: [{ issuer: 'https://issuer.example', jwks: '{"keys":[]}' }] };
const PATCH = {
  configPatches: [{ applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_FIRST', value: { name: 'a' } } }],
};
const SPECS: Readonly<Record<string, (labels: object) => object>> = {
  PeerAuthentication: (labels) => ({ ...selecting(labels), mtls: { mode: 'STRICT' } }),
  RequestAuthentication: (labels) => ({ ...selecting(labels), ...JWT }),
  ProxyConfig: (labels) => ({ ...selecting(labels), concurrency: 1 }),
  WasmPlugin: (labels) => ({ ...selecting(labels), url: 'oci://example.com/plugin:1' }),
  EnvoyFilter: (labels) => ({ workloadSelector: { labels }, ...PATCH }),
};
const findings = (kind: string, name: string, labels: object, ...more: string[]) =>
  messagesWith(['IST9278', 'IST9283'], all(MESH, object(kind, name, SPECS[kind]?.(labels) ?? {}), ...more));
const message = (kind: string, name: string, labels: string, where: string) =>
  `Warning IST9278 ${kind} ${name}: spec.${kind === 'EnvoyFilter' ? 'workloadSelector.labels' : 'selector.matchLabels'} "${labels}" does not select any workload ${where}in these manifests, so the object has no effect; write labels of their pods, or, if the workload is defined elsewhere, pass it as --context`;

test.each(Object.keys(SPECS))('%s', (kind) => {
  const where = 'of namespace "shop" ';
  expect(findings(kind, 'shop/one', { app: 'wbe' })).toEqual([message(kind, 'shop/one', 'app=wbe', where)]);
  // Its pods may be in other files.
  expect(findings(kind, 'shop/one', { app: 'api' })).toEqual([
    message(kind, 'shop/one', 'app=api', where).replace('Warning IST9278', 'Info IST9283'),
  ]);
  expect(findings(kind, 'shop/one', { app: 'web' })).toEqual([]);
  expect(findings(kind, 'shop/one', { app: 'cart' })).toHaveLength(1);
});

test('in the root namespace, most kinds select in all namespaces', () => {
  expect(findings('PeerAuthentication', 'istio-system/one', { app: 'cart' })).toEqual([]);
  expect(findings('EnvoyFilter', 'istio-system/one', { app: 'carts' })).toEqual([
    message('EnvoyFilter', 'istio-system/one', 'app=carts', ''),
  ]);
  expect(findings('EnvoyFilter', 'istio-system/one', { app: 'other' })).toEqual([]);
});

test.each([
  ['pods of a namespace that shows none', 'other/one', { app: 'web' }, ''],
  ['a gateway', 'shop/one', { istio: 'egressgateway' }, ''],
  ['a label that Istio adds', 'shop/one', { 'service.istio.io/canonical-name': 'web' }, ''],
  [
    'a machine',
    'shop/one',
    { app: 'vm' },
    object('WorkloadEntry', 'shop/vm', { address: '192.0.2.1', labels: { app: 'vm' } }),
  ],
  [
    'machines of a group',
    'shop/one',
    { app: 'vm' },
    object('WorkloadGroup', 'shop/vm', { metadata: { labels: { app: 'vm' } }, template: {} }),
  ],
  ['every pod', 'shop/one', {}, ''],
])('%s', (_, name, labels, more) => {
  expect(findings('PeerAuthentication', name, labels, more)).toEqual([]);
});
