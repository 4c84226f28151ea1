import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { check, Destination, describeMessage, Gateway, MeshModel, VirtualService } from '../../lib';
import { runCheck } from '../../lib/cli/check';
import { runIn } from '../cli/run';
import { gateway, object } from '../scene';
import { inTemporaryFolder } from '../support';

const cart = (...names: string[]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { selector: { app: 'cart' }, ports: names.map((name, i) => ({ port: 80 + i, name })) },
});
const routes = (http: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'routes', namespace: 'shop' },
  spec: { hosts: ['cart.example.com'], http: [http] },
});
const NO_PROTOCOL =
  '"web" does not name a protocol, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http-web", or set appProtocol';

type Arguments = Parameters<typeof check>;

function codes(...call: Arguments): string[] {
  return check(...call).map(({ code }) => code);
}

test('a message has its code, its level, the object, the field, and what to do', () => {
  expect(check([cart('web', 'http')])).toEqual([
    {
      code: 'IST0118',
      level: 'Info',
      object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'cart' },
      field: 'spec.ports[0].name',
      message: NO_PROTOCOL,
    },
  ]);
  expect(check([cart('http')])).toEqual([]);
});

test('a message about a file has the place, and reads as that of the command', () => {
  const yaml = gateway('gw') + object('Service', 'shop/cart', { ports: [{ port: 80, name: 'web' }] });
  const command = runIn({ 'a.yaml': yaml }, runCheck, ['a.yaml']);
  inTemporaryFolder((folder) => {
    const file = join(folder, 'a.yaml');
    writeFileSync(file, yaml);
    for (const source of [file, folder, [file]]) {
      const [message, ...others] = check(source);
      expect(others).toEqual([]);
      expect(message).toMatchObject({ file, line: expect.any(Number), column: expect.any(Number) });
      expect(`${message && describeMessage({ ...message, file: 'a.yaml' })}\n1 note in 2 objects`).toBe(
        command.out,
      );
    }
  });
});

test('a message about an app has the path of the construct, and what constructs refer to exists', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  new ApiObject(chart, 'cart', cart('web'));
  new VirtualService(chart, 'routes', {
    hosts: ['cart.example.com'],
    gateways: [Gateway.fromGatewayName(chart, 'edge', 'edge')],
    http: [{ to: Destination.host('cart') }],
  });
  for (const source of [app, chart]) {
    expect(check(source).map(describeMessage)).toEqual([
      `shop/cart: Info [IST0118] (Service shop/cart) spec.ports[0].name ${NO_PROTOCOL}`,
    ]);
  }
});

test('the options say what is reported', () => {
  expect(codes([cart('web')], { ignore: ['IST0118'] })).toEqual([]);

  const rewrite = { match: [{ uri: { prefix: '/a' } }], redirect: { prefixRewrite: '/b' } };
  expect(codes([routes(rewrite)])).toEqual([]);
  expect(codes([routes(rewrite)], { istio: '1.30' })).toEqual(['IST9001']);

  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'policy', namespace: 'shop' },
    spec: { action: 'CUSTOM', provider: { name: 'authz' }, rules: [{}] },
  };
  const authz = { name: 'authz', envoyExtAuthzHttp: { service: 'authz.shop.svc.cluster.local', port: 80 } };
  expect(check([policy]).at(-1)?.message).toMatch(/; show the configuration with options\.meshConfig$/);
  expect(codes([policy])).toEqual(['IST0127', 'IST9286']);
  expect(codes([policy], { meshConfig: { extensionProviders: [authz] } })).toEqual(['IST0127']);

  const gatewayOfProfile = parseAllDocuments(gateway('gw'))[0]?.toJS();
  expect(codes([gatewayOfProfile])).toEqual([]);
  expect(codes([gatewayOfProfile], { profile: 'minimal' })).toEqual(['IST0101']);

  const toCart = routes({ route: [{ destination: { host: 'cart' } }] });
  expect(codes([toCart])).toEqual(['IST0101']);
  expect(codes([toCart], { context: [cart('web')] })).toEqual([]);
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'cart.json'), JSON.stringify(cart('web')));
    expect(codes([toCart], { context: [folder] })).toEqual([]);
  });
});

test.each<[unknown, string]>([
  [5, 'options is 5; use an object'],
  [{ ignroe: [] }, 'ignroe is unknown; did you mean "ignore"?'],
  [
    { __proto__: null, constructor: 5 },
    expect.stringMatching(/^constructor is unknown; remove it, or use one/),
  ],
  [{ ignore: 'IST0101' }, 'ignore is "IST0101"; use a list of codes'],
  [{ ignore: ['IST1'] }, 'ignore[0] "IST1" is not a code; use one such as IST0101'],
  [{ ignore: ['IST0101', 1] }, 'ignore[1] is 1; use a code such as IST0101'],
  [{ context: 'a' }, 'context is "a"; use a list of paths and objects'],
  [{ context: ['nowhere'] }, 'context[0]: cannot read "nowhere": there is no such file or folder'],
  [{ context: [5] }, 'context[0] is 5; use a path or an object'],
  [
    { context: [{ kind: 'Service' }] },
    'context[0] is not a Kubernetes object; an object has an apiVersion and a kind',
  ],
  [
    { profile: 'demos' },
    'profile "demos" is unknown; use default, demo, minimal, openshift, preview, remote or stable',
  ],
  [{ meshConfig: 5 }, 'meshConfig is 5; use the path of a YAML file or an object'],
  [{ meshConfig: { trustDomain: 5 } }, 'meshConfig: field "trustDomain" of MeshConfig is 5; write a text'],
  [{ meshConfig: 'nowhere' }, 'meshConfig: cannot read "nowhere": there is no such file or folder'],
  [
    { meshConfig: { kind: 'Deployment' } },
    'meshConfig: field "kind" of MeshConfig is unknown; write fields such as "rootNamespace: istio-system"',
  ],
  [{ istio: 1.3 }, 'istio is 1.3; write the version in quotes: "1.32"'],
  [{ istio: '1.29' }, 'istio: Istio "1.29" is not supported; use one of 1.30, 1.31, 1.32'],
])('the options %j are refused', (options, message) => {
  const attempt = () => check([], options as Arguments[1]);
  expect(attempt).toThrow(expect.objectContaining({ message }));
});

test.each<[string, unknown, string]>([
  ['a number', 5, 'item 1 of the manifests is 5; use an object'],
  ['a boolean', true, 'item 1 of the manifests is true; use an object'],
  ['a list', [cart('web')], 'item 1 of the manifests is a list; use an object'],
  [
    'an object without a kind',
    { metadata: {} },
    'item 1 of the manifests is not a Kubernetes object; an object has an apiVersion and a kind',
  ],
])('%s among the objects is refused', (_, item, message) => {
  const refused = expect.objectContaining({ message });
  expect(() => check([cart('web'), item as object])).toThrow(refused);
  expect(() => MeshModel.of([cart('web'), item as object])).toThrow(refused);
});

test('empty documents among the objects are left out', () => {
  const nothing = [null, undefined] as unknown as object[];
  expect(codes([...nothing, cart('web')])).toEqual(['IST0118']);
});

test('options that are undefined are left out', () => {
  const nothing = { ignore: undefined, context: undefined, profile: undefined, istio: undefined };
  expect(codes([cart('web')], { ...nothing, meshConfig: undefined })).toEqual(['IST0118']);
});
