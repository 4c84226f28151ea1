import { readYaml } from '../../../../lib/manifests/read-yaml';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  gateway,
  object,
  ofRevision,
  peerAuthentication,
  requestAuthentication,
  service,
  serviceEntry,
  virtualService,
} from '../../../scene';
import { all, messagesOf } from '../../support';

const codesOf = (...yaml: string[]) => messagesOf(all(...yaml)).map((message) => message.split(' ')[1] ?? '');

test.each([
  ['DestinationRule', destinationRule('shop/one', { host: 'a.example.com' })],
  ['VirtualService', virtualService('shop/one', { hosts: ['a.example.com'], http: [{ route: [] }] })],
  ['PeerAuthentication', peerAuthentication('shop/one', { mtls: { mode: 'STRICT' } })],
  ['Telemetry', object('Telemetry', 'shop/one', {})],
  ['WasmPlugin', object('WasmPlugin', 'shop/one', { url: 'oci://a/b:1' })],
])('istiod of the default revision does not read a %s of another one', (kind, yaml) => {
  const found = messagesOf(ofRevision('canary', yaml)).filter((message) => message.includes('IST9018'));
  expect(found).toEqual([
    `Warning IST9018 ${kind} shop/one: metadata.labels["istio.io/rev"] the label "istio.io/rev: canary" leaves this object to revision "canary", so istiod of the default revision does not read it; remove the label, or set it to "default"`,
  ]);
  expect(codesOf(ofRevision('default', yaml))).not.toContain('IST9018');
  expect(codesOf(yaml)).not.toContain('IST9018');
});

test('an object that istiod does not read is checked alone all the same', () => {
  const broken = virtualService('shop/one', {
    hosts: ['a.example.com'],
    http: [{ match: [{ uri: { regex: '(' } }], route: [{ destination: { host: 'b' }, weight: 7 }] }],
  });
  expect(codesOf(broken)).toEqual(expect.arrayContaining(['IST0106']));
  // istiod never looks up the names in the object.
  const alone = codesOf(broken).filter((code) => code !== 'IST0101');
  expect(codesOf(ofRevision('canary', broken)).sort()).toEqual([...alone, 'IST9018'].sort());
});

test('a label of a pod is about injection, and says nothing of what istiod reads', () => {
  const pod = object('Pod', 'shop/one', { containers: [{ name: 'app' }] });
  expect(codesOf(ofRevision('canary', pod))).not.toContain('IST9018');
});

describe('an object of another revision has no part in findings about others', () => {
  const twice = (make: (name: string) => string) => [make('shop/a'), make('shop/b')];
  const strict = peerAuthentication('default/peers', { mtls: { mode: 'STRICT' } });
  const plaintext = destinationRule('default/web', {
    host: 'web',
    trafficPolicy: { tls: { mode: 'DISABLE' } },
  });
  const routes = (name: string) =>
    virtualService(name, { hosts: ['web.shop.svc.cluster.local'], http: [{ redirect: { uri: '/' } }] });

  test.each([
    ['VirtualService', 'IST0109', twice(routes)],
    ['Sidecar', 'IST0111', twice((name) => object('Sidecar', name, {}))],
    ['Telemetry', 'IST0160', twice((name) => object('Telemetry', name, {}))],
    ['PeerAuthentication', 'IST9213', [strict, plaintext, service('web'), deployment('web')]],
    [
      'DestinationRule',
      'IST9208',
      twice((name) =>
        destinationRule(name, {
          host: 'web',
          trafficPolicy: { tls: { mode: name === 'shop/a' ? 'SIMPLE' : 'DISABLE' } },
        }),
      ),
    ],
    ['Gateway', 'IST0145', [gateway('shop/a'), gateway('shop/b')]],
    [
      'AuthorizationPolicy',
      'IST9216',
      [
        authorizationPolicy('default/one', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }),
        deployment('web'),
      ],
    ],
  ])('%s: no %s', (kind, code, objects) => {
    expect(codesOf(...objects)).toContain(code);
    const labelled = objects.map((yaml, i) => (i === 0 ? ofRevision('canary', yaml) : yaml));
    expect(labelled[0]).toContain(`kind: ${kind}\n`);
    expect(codesOf(...labelled)).not.toContain(code);
  });
});

describe('an object of another revision does not help others', () => {
  const claims = virtualService('default/claims', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ match: [{ headers: { '@request.auth.claims.sub': { exact: 'a' } } }], redirect: { uri: '/' } }],
  });
  const jwt = requestAuthentication('istio-system/jwt', { jwtRules: [{ issuer: 'a' }] });
  const token = authorizationPolicy('default/one', {
    rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }],
  });
  const route = (destination: object) =>
    virtualService('default/web', { hosts: ['a.example.com'], http: [{ route: [{ destination }] }] });
  const external = serviceEntry('default/ext', {
    hosts: ['api.example.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    workloadSelector: { labels: { app: 'vm' } },
  });
  const subset = (host: string) =>
    destinationRule('default/rule', { host, subsets: [{ name: 'v1', labels: { app: 'vm' } }] });
  const machine = object('WorkloadEntry', 'default/vm', { address: '10.0.0.1', labels: { app: 'vm' } });

  test.each([
    [
      'Gateway',
      'IST0101',
      [
        gateway('default/gw'),
        virtualService('default/web', {
          hosts: ['a.example.com'],
          gateways: ['gw'],
          http: [{ redirect: { uri: '/' } }],
        }),
      ],
    ],
    ['ServiceEntry', 'IST0101', [external, machine, route({ host: 'api.example.com' })]],
    ['ServiceEntry', 'IST0174', [external, machine, subset('api.example.com')]],
    [
      'DestinationRule',
      'IST0101',
      [subset('api.example.com'), external, machine, route({ host: 'api.example.com', subset: 'v1' })],
    ],
    ['WorkloadEntry', 'IST0173', [machine, external, subset('api.example.com')]],
    ['RequestAuthentication', 'IST0149', [jwt, gateway('default/gw'), claims]],
    [
      'RequestAuthentication',
      'IST9216',
      [requestAuthentication('default/jwt', { jwtRules: [{ issuer: 'a' }] }), token, deployment('web')],
    ],
  ])('%s: %s', (kind, code, objects) => {
    expect(codesOf(...objects)).not.toContain(code);
    const labelled = objects.map((yaml, i) => (i === 0 ? ofRevision('canary', yaml) : yaml));
    expect(labelled[0]).toContain(`kind: ${kind}\n`);
    const messages = messagesOf(all(...labelled)).filter((message) => message.includes(code));
    expect(messages).not.toEqual([]);
    // A finding on the name of an object says why istiod does not know it.
    if (['IST0101', 'IST0174'].includes(code)) {
      expect(messages.join()).toContain(
        `is unknown to istiod: the label "istio.io/rev: canary" leaves ${kind} "default/`,
      );
    }
  });
});

test('a context of another revision helps nobody, and nothing is reported on it', () => {
  const rule = ofRevision(
    'canary',
    destinationRule('shop/web', { host: 'web', subsets: [{ name: 'v1', labels: {} }] }),
  );
  const route = virtualService('shop/web', {
    hosts: ['web'],
    http: [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }],
  });
  const { manifests } = readYaml(all(rule, service('shop/web')), 'context.yaml');
  expect(messagesOf(route, { context: manifests }).filter((message) => !message.startsWith('Info'))).toEqual([
    'Error IST0101 VirtualService shop/web: spec.http[0].route[0].destination.subset "v1" is unknown to istiod: the label "istio.io/rev: canary" leaves DestinationRule "shop/web" to revision "canary"; remove the label, or set it to "default"',
  ]);
});
