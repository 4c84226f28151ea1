import { print } from '../../../lib/code';
import { fieldText } from '../../../lib/manifests/field-path';
import { manifestOf } from '../../../lib/manifests/manifest';
import { raiseAll } from './raising';

const service = (name: string, namespace: string, ...ports: number[]): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { ports: ports.map((port) => ({ port, name: `http-${port}` })) },
});

const istio = (kind: string, name: string, spec: object, namespace = 'shop'): object => ({
  apiVersion: kind === 'AuthorizationPolicy' ? 'security.istio.io/v1' : 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace },
  spec,
});

const SCENE = [
  service('web', 'shop', 80),
  service('two', 'shop', 80, 81),
  service('far', 'blog', 80),
  istio('ServiceEntry', 'api', {
    hosts: ['api.example.com'],
    ports: [{ number: 443, name: 'https-443', protocol: 'HTTPS' }],
  }),
  istio('DestinationRule', 'two', { host: 'two', subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
  istio('Gateway', 'edge', { selector: { istio: 'edge' }, servers: [] }),
  istio('Gateway', 'edge', { selector: { istio: 'edge' }, servers: [] }, 'blog'),
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'shop' } },
];

/** The code for one more object. Names of variables are the names of the objects. */
function codeFor(object: object): readonly [code: string, ...patched: string[]] {
  const outcome = raiseAll([...SCENE, object]).find(({ manifest }) => manifest.object === object);
  if (!outcome?.code) {
    throw new Error(`unsaid: ${fieldText(outcome?.unsaid ?? [])}`);
  }
  expect(outcome.spec).toEqual(manifestOf(object)?.spec);
  return [print(outcome.code).replace(/\s+/g, ' '), ...outcome.patched.map(fieldText)];
}

function routeTo(destination: object): string {
  const [code] = codeFor(
    istio('VirtualService', 'routes', { hosts: ['a.com'], http: [{ route: [{ destination }] }] }),
  );
  return /http: \[\{ to: (.*) \}\], }\)$/.exec(code)?.[1] ?? code;
}

test.each([
  [{ host: 'web', port: { number: 80 } }, 'web'],
  [{ host: 'web' }, 'Destination.host(web)'],
  [{ host: 'web', subset: 'v1' }, "Destination.host(web, { subset: 'v1' })"],
  [{ host: 'web', port: { number: 81 } }, 'Destination.host(web, { port: 81 })'],
  // A construct would write the short name.
  [{ host: 'web.shop.svc.cluster.local' }, "Destination.host('web.shop.svc.cluster.local')"],
  [{ host: 'web.shop' }, "Destination.host('web.shop')"],
  [{ host: 'two', port: { number: 81 } }, 'Destination.service(two, { port: 81 })'],
  [{ host: 'two', port: { number: 81 }, subset: 'v1' }, "twoRule.subset('v1', { port: 81 })"],
  // The rule then has the name of its Service.
  [{ host: 'two', subset: 'v1' }, "twoRule.subset('v1')"],
  [{ host: 'two', subset: 'v2' }, "Destination.host(two, { subset: 'v2' })"],
  [{ host: 'far.blog.svc.cluster.local', port: { number: 80 } }, 'far'],
  [{ host: 'far', port: { number: 80 } }, "Destination.host('far', { port: 80 })"],
  [{ host: 'api.example.com', port: { number: 443 } }, 'api.destination()'],
  [{ host: 'api.example.com' }, "Destination.host('api.example.com')"],
  [{ host: 'api.example.com', port: { number: 80 } }, "Destination.host('api.example.com', { port: 80 })"],
])('the destination %j', (destination, code) => {
  expect(routeTo(destination)).toBe(code);
});

test('gateways', () => {
  const gateways = ['mesh', 'edge', 'shop/edge', 'blog/edge', 'other', 'blog/other'];
  const [code, ...patched] = codeFor(istio('VirtualService', 'routes', { hosts: ['a.com'], gateways }));
  expect(code).toContain(
    'gateways: [Gateway.MESH, edge, edge, Gateway:blog/edge, Gateway:shop/other, Gateway:blog/other]',
  );
  expect(patched).toEqual(['spec.gateways[2]']);
});

test.each([
  ['cluster.local/ns/shop/sa/web', 'web'],
  ['old/ns/shop/sa/web', "Principal.of(web, { trustDomain: 'old' })"],
  ['cluster.local/ns/shop/sa/other', "'cluster.local/ns/shop/sa/other'"],
  ['*', 'Principal.any()'],
  ['*/web', "'*/web'"],
])('the principal %s', (principal, code) => {
  const rules = [{ from: [{ source: { principals: [principal, 'x'] } }] }];
  const [written] = codeFor(istio('AuthorizationPolicy', 'policy', { rules }));
  expect(written).toContain(`{ principals: [${code}, 'x'] }`);
});

test('what the properties cannot say is left to the raw object, with the fields that they cannot say', () => {
  const http = [
    {
      route: [{ destination: { host: 'a' } }],
      timeout: '1m0s',
      fault: { abort: { httpStatus: 500 } },
      corsPolicy: { allowOrigin: ['*'] },
      unknown: true,
    },
  ];
  const [code, ...patched] = codeFor(istio('VirtualService', 'routes', { hosts: ['a.com'], http }));
  expect(code).toContain("http: [{ to: Destination.host('a'), timeout: Duration.minutes(1), fault: {} }]");
  expect(patched).toEqual([
    'spec.http[0].timeout',
    'spec.http[0].fault.abort.percentage',
    'spec.http[0].corsPolicy.allowOrigins',
    'spec.http[0].unknown',
  ]);
});

test('null, which cdk8s would leave out, is left to the raw object', () => {
  const value = { name: 'a', typed_config: { nothing: null, list: [{ b: 1 }] } };
  const configPatches = [{ applyTo: 'CLUSTER', patch: { operation: 'MERGE', value } }];
  const [code, ...patched] = codeFor(istio('EnvoyFilter', 'filter', { configPatches }));
  expect(code).toContain("EnvoyPatch.merge({ name: 'a', typed_config: { list: [{ b: 1 }] } })");
  expect(patched).toEqual(['spec.configPatches[0].patch.value.typed_config.nothing']);
});

test('an object without what its construct demands has no construct', () => {
  const server = {
    hosts: ['*'],
    port: { number: 443, name: 'a', protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE' },
  };
  const [outcome] = raiseAll([istio('Gateway', 'edge', { selector: { a: 'b' }, servers: [server] })]);
  expect(outcome?.unsaid).toEqual(['spec', 'servers', 0, 'tls', 'credentialName']);
});
