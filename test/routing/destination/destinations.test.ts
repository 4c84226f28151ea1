import { trace } from '../../../lib/routing';
import { app, deployment, destinationRule, gateway, object, routes, service, to } from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const GATEWAY = gateway('gw');
const A = app('a');
const routed = (destination: string, objects: string, name = 'one') =>
  outcome(
    mesh(GATEWAY + routes(name, `[{ route: [{ destination: ${destination} }] }]`) + objects),
    'http://x.com/',
  );

test.each([
  ['a short name (G1)', '{ host: a }', A, 'a:8080'],
  ['the full name (G1)', '{ host: a.default.svc.cluster.local }', A, 'a:8080'],
  ['a name with a namespace (G1)', '{ host: a.default }', A, '503 NC'],
  ['a short name of another namespace (G1)', '{ host: a }', app('other/a'), '503 NC'],
  ['a port that the Service lacks (G2)', '{ host: a, port: { number: 81 } }', A, '503 NC'],
  ['the only port, whatever its number (G2)', '{ host: a }', A.replace('port: 80,', 'port: 9999,'), 'a:8080'],
  [
    'of several ports, the port of the server (G2)',
    '{ host: a }',
    app('a', { morePorts: ['{ name: m, port: 81 }'] }),
    'a:8080',
  ],
  [
    'several ports, without the port of the server (G2)',
    '{ host: a }',
    app('a', { morePorts: ['{ name: m, port: 81 }'] }).replace('port: 80,', 'port: 82,'),
    '503 NC',
  ],
  [
    'a Service that is hidden (G3)',
    '{ host: a }',
    deployment('a') +
      object('Service', 'a', '{ selector: { app: a }, ports: [{ name: http, port: 80 }] }', {
        annotations: { 'networking.istio.io/exportTo': '.' },
      }),
    '503 NC',
  ],
  ['no pods (G7)', '{ host: a }', deployment('a', { app: 'z' }) + service('a'), '503 UH'],
  [
    'no replicas (G7)',
    '{ host: a }',
    object('Deployment', 'a', '{ replicas: 0, template: { metadata: { labels: { app: a } } } }') +
      service('a'),
    '503 UH',
  ],
  [
    'no replicas, and something that scales them up (G7)',
    '{ host: a }',
    object('Deployment', 'a', '{ replicas: 0, template: { metadata: { labels: { app: a } } } }') +
      `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a, namespace: default }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: a } }
---
` +
      service('a'),
    'a:8080',
  ],
  ['a port by name (G7)', '{ host: a }', A.replace('targetPort: 8080', 'targetPort: web'), 'a:8080'],
  [
    'a port by a name that no container has (G7)',
    '{ host: a }',
    A.replace('targetPort: 8080', 'targetPort: missing'),
    '503 UH',
  ],
])('%s', (_, destination, objects, expected) => expect(routed(destination, objects)).toBe(expected));

describe('labels that pods get only when they run (G6)', () => {
  const subset = (kind: string, labels: string) =>
    mesh(
      GATEWAY +
        routes('one', '[{ route: [{ destination: { host: a, subset: some } }] }]') +
        A.replace('kind: Deployment', `kind: ${kind}`) +
        destinationRule('r', `{ host: a, subsets: [{ name: some, labels: ${labels} }] }`),
    );

  test.each([
    ['StatefulSet', '{ statefulset.kubernetes.io/pod-name: a-0 }', 'a:8080'],
    ['StatefulSet', '{ statefulset.kubernetes.io/pod-name: b-0 }', '503 UH'],
    ['StatefulSet', '{ statefulset.kubernetes.io/pod-name: a }', '503 UH'],
    ['StatefulSet', '{ statefulset.kubernetes.io/pod-name: a-00 }', '503 UH'],
    ['StatefulSet', '{ apps.kubernetes.io/pod-index: "1" }', 'a:8080'],
    ['Deployment', '{ statefulset.kubernetes.io/pod-name: a-0 }', '503 UH'],
    ['Deployment', '{ pod-template-hash: abc, version: v1 }', 'a:8080'],
    ['Deployment', '{ pod-template-hash: abc, version: v2 }', '503 UH'],
    ['Deployment', '{ topology.kubernetes.io/zone: east }', 'a:8080'],
    ['Deployment', '{ canary: "on" }', '503 UH'],
  ])('%s, %s: %s', (kind, labels, expected) => {
    expect(outcome(subset(kind, labels), 'http://x.com/')).toBe(expected);
  });

  test('the way says so', () => {
    const { warning } =
      hop(subset('Deployment', '{ pod-template-hash: abc }'), 'http://x.com/', 'arrival') ?? {};
    expect(warning).toBe(
      'the labels of the subset, pod-template-hash=abc, include some that pods get only when they run; without such a pod, the answer is 503 UH',
    );
  });
});

describe('a Service selects WorkloadEntries (G7)', () => {
  const machine = (fields: object = {}) =>
    object('WorkloadEntry', 'machine', { address: '10.0.0.1', labels: { app: 'a' }, ...fields });
  const port = (targetPort: unknown) => service('a', { name: 'http', port: 80, targetPort });

  test.each([
    ['on the number of the targetPort', port(8080) + machine(), 'machine:8080'],
    ['on its own port of the same name', port(8080) + machine({ ports: { http: 9090 } }), 'machine:9090'],
    ['on a targetPort by name', port('web') + machine({ ports: { web: 9090 } }), 'machine:9090'],
    ['unless it lacks a targetPort by name', port('web') + machine({ ports: { http: 9090 } }), '503 UH'],
    ['unless the labels differ', service('a') + machine({ labels: { app: 'b' } }), '503 UH'],
    [
      'unless it is headless',
      service('a').replace('spec: {', 'spec: { clusterIP: None,') + machine(),
      '503 UH',
    ],
  ])('%s', (_, objects, expected) => {
    expect(routed('{ host: a }', objects + deployment('client'))).toBe(expected);
  });
});

const entry = (spec: string) =>
  object(
    'ServiceEntry',
    'ext',
    `{ hosts: [e.com], ports: [{ number: 80, name: http, protocol: HTTP }], ${spec} }`,
  );

test.each([
  ['resolution: DNS', 'e.com:80'],
  ['resolution: DNS, endpoints: [{ address: f.com, ports: { http: 8080 } }]', 'f.com:8080'],
  ['resolution: STATIC, endpoints: [{ address: 10.0.0.1 }]', '10.0.0.1:80'],
  ['resolution: STATIC', '503 UH'],
  ['resolution: NONE', '503 UH'],
  ['resolution: DNS, exportTo: ["."]', '503 NC'],
  ['resolution: STATIC, location: MESH_INTERNAL, workloadSelector: { labels: { app: a } }', 'a:80'],
])('a ServiceEntry with %s (G7)', (spec, expected) => {
  expect(routed('{ host: e.com }', A + entry(spec))).toBe(expected);
});

test('an ExternalName Service leads to its host (G3)', () => {
  const alias = (target: string) =>
    object('Service', 'alias', `{ type: ExternalName, externalName: ${target}, ports: [{ port: 80 }] }`);
  expect(routed('{ host: alias }', A + alias('a.default.svc.cluster.local'))).toBe('a:8080');
  expect(routed('{ host: alias }', A + alias('e.com'))).toBe('503 NC');
});

const rule = (
  name: string,
  subset: string,
  { namespace = 'default', host = 'a.default.svc.cluster.local', more = '' } = {},
) =>
  object(
    'DestinationRule',
    `${namespace}/${name}`,
    `{ host: ${host}, subsets: [{ name: ${subset}, labels: { version: v1 } }], ${more} }`,
  );

describe('which DestinationRule counts (G4, G5)', () => {
  test.each([
    ['none', '', '503 NC'],
    ['a rule in the namespace of the Service', rule('r', 'v1'), 'a:8080'],
    ['a rule there with a short name', rule('r', 'v1', { host: 'a' }), 'a:8080'],
    [
      'a rule elsewhere with a short name',
      rule('r', 'v1', { host: 'a', namespace: 'istio-system' }),
      '503 NC',
    ],
    ['a rule in the root namespace', rule('r', 'v1', { namespace: 'istio-system' }), 'a:8080'],
    ['a rule in the namespace of the VirtualService', rule('r', 'v1', { namespace: 'other' }), '503 NC'],
    ['a rule that is not exported', rule('r', 'v1', { more: 'exportTo: ["."]' }), '503 NC'],
    [
      'a private rule of the root namespace hides a rule of the Service',
      rule('r', 'v1') + rule('s', 'v2', { namespace: 'istio-system', more: 'exportTo: ["."]' }),
      '503 NC',
    ],
    [
      'a public rule of the root namespace hides nothing',
      rule('r', 'v1') + rule('s', 'v2', { namespace: 'istio-system' }),
      'a:8080',
    ],
    ['two rules are merged', rule('r', 'v2') + rule('s', 'v1'), 'a:8080'],
    [
      'of two rules that differ in exportTo, the last counts',
      rule('r', 'v1') + rule('s', 'v2', { more: 'exportTo: ["*"]' }),
      '503 NC',
    ],
    ['a wildcard', rule('r', 'v1', { host: '"*.default.svc.cluster.local"' }), 'a:8080'],
    [
      'a rule for the exact host hides a rule for a wildcard',
      rule('r', 'v1', { host: '"*.svc.cluster.local"' }) + rule('s', 'v2'),
      '503 NC',
    ],
    ['labels that no pod has (G6)', rule('r', 'v1').replace('version: v1', 'version: v9'), '503 UH'],
  ])('%s', (_, rules, expected) => {
    expect(routed('{ host: a.default.svc.cluster.local, subset: v1 }', A + rules, 'other/one')).toBe(
      expected,
    );
  });

  test('of two subsets with the same name, the older counts (G5)', () => {
    const rules = rule('r', 'v1') + rule('s', 'v1').replace('version: v1', 'version: v9');
    expect(routed('{ host: a, subset: v1 }', A + rules)).toBe('a:8080');
  });
});

describe('transport to the endpoint (G11, G12)', () => {
  const peer = (mode: string, namespace = 'default') =>
    object('PeerAuthentication', `${namespace}/peer`, `{ mtls: { mode: ${mode} } }`);
  const tls = (mode: string, more = '') =>
    object('DestinationRule', 'r', `{ host: a, trafficPolicy: { tls: { mode: ${mode} }, ${more} } }`);
  test.each([
    ['a sidecar', A, 'mutual TLS of the mesh', 'a:8080'],
    ['no sidecar', app('a', { sidecar: false }), 'plaintext', 'a:8080'],
    ['no sidecar, and STRICT for it', app('a', { sidecar: false }) + peer('STRICT'), 'plaintext', 'a:8080'],
    ['STRICT', A + peer('STRICT'), 'mutual TLS of the mesh', 'a:8080'],
    ['STRICT against DISABLE', A + peer('STRICT') + tls('DISABLE'), 'plaintext', '503 UC'],
    [
      'no mode is DISABLE',
      A + peer('STRICT') + tls('DISABLE').replace('mode: DISABLE', ''),
      'plaintext',
      '503 UC',
    ],
    [
      'ISTIO_MUTUAL without a sidecar',
      app('a', { sidecar: false }) + tls('ISTIO_MUTUAL'),
      'mutual TLS of the mesh',
      '503 UF',
    ],
    ['TLS of its own', A + tls('SIMPLE'), 'TLS', '503 UF'],
    [
      'the settings of a port replace all (G8)',
      A + tls('SIMPLE', 'portLevelSettings: [{ port: { number: 80 } }]') + peer('STRICT'),
      'mutual TLS of the mesh',
      'a:8080',
    ],
    [
      'DISABLE for all ports holds for a port whose settings have no tls (W8)',
      A + tls('DISABLE', 'portLevelSettings: [{ port: { number: 80 } }]'),
      'plaintext',
      'a:8080',
    ],
    ['DISABLE for the namespace', A + peer('DISABLE'), 'plaintext', 'a:8080'],
  ])('%s', (_, objects, transport, expected) => {
    const model = mesh(GATEWAY + routes('one', `[{ ${to('a')} }]`) + objects);
    expect(hop(model, 'http://x.com/', 'arrival')?.transport).toBe(transport);
    expect(outcome(model, 'http://x.com/')).toBe(expected);
  });
});

describe('policies (H)', () => {
  const allow = (rules: string, namespace = 'default') =>
    object('AuthorizationPolicy', `${namespace}/allow`, `{ rules: ${rules} }`);
  const model = (objects: string, http = to('a')) =>
    mesh(GATEWAY + routes('one', `[{ ${http} }]`) + A + objects);
  test.each([
    [
      "the gateway's identity",
      allow(
        '[{ from: [{ source: { principals: [cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account] } }] }]',
      ),
      'a:8080',
    ],
    [
      "a namespace other than the gateway's",
      allow('[{ from: [{ source: { namespaces: [default] } }] }]'),
      '403 allow at a',
    ],
    ["the pod's port", allow('[{ to: [{ operation: { ports: ["8080"] } }] }]'), 'a:8080'],
    ["the Service's port", allow('[{ to: [{ operation: { ports: ["80"] } }] }]'), '403 allow at a'],
    [
      'a policy for the whole mesh applies at the gateway first',
      allow('[{ to: [{ operation: { methods: [POST] } }] }]', 'istio-system'),
      '403 allow at istio-ingressgateway',
    ],
    [
      'a missing token is allowed',
      object('RequestAuthentication', 'jwt', '{ jwtRules: [{ issuer: i }] }'),
      'a:8080',
    ],
  ])('%s', (_, policy, expected) => expect(outcome(model(policy), 'http://x.com/p')).toBe(expected));

  test('where the pod sees TCP, no rule about HTTP allows anything, and the gateway answers 503 (H5, K2)', () => {
    const byPath = allow('[{ to: [{ operation: { paths: ["/*"] } }] }]');
    const byIdentity = allow('[{ from: [{ source: { namespaces: [istio-system] } }] }]');
    const bytes = GATEWAY + routes('one', `[{ ${to('a')} }]`) + A.replace('name: http,', 'name: tcp,');
    expect(outcome(mesh(bytes + byPath), 'http://x.com/')).toBe('503 allow at a');
    expect(outcome(mesh(bytes + byIdentity), 'http://x.com/')).toBe('a:8080');
  });

  test.each([
    ['/ok', 'a:8080'],
    ['/no', '403 allow at a'],
  ])('where the gateway sees TCP, the pod may still see HTTP: %s (A5, K2)', (path, expected) => {
    const servers = '[{ port: { number: 80, name: tcp, protocol: TCP }, hosts: ["*"] }]';
    const bytes = object('VirtualService', 'one', `{ hosts: ["*"], gateways: [gw], tcp: [{ ${to('a')} }] }`);
    const policy = allow('[{ to: [{ operation: { paths: [/ok] } }] }]');
    expect(outcome(mesh(gateway('gw', servers) + bytes + A + policy), `http://x.com${path}`)).toBe(expected);
  });

  test.each([
    ['the direct peer', {}, 'remoteIpBlocks: [203.0.113.1]', 'a:8080'],
    [
      'a header of the client does not count',
      { 'x-forwarded-for': '1.2.3.4' },
      'remoteIpBlocks: [1.2.3.4]',
      '403 allow at a',
    ],
    ['a header that the route sets counts', { route: 'yes' }, 'remoteIpBlocks: [9.9.9.9]', 'a:8080'],
    ['the direct peer of the pod is the gateway', {}, 'ipBlocks: [203.0.113.1]', '403 allow at a'],
    ['the gateway has the address of some pod', {}, 'ipBlocks: [10.0.0.0/8]', 'unmodelled allow'],
  ])('the pod learns the remote IP from the gateway: %s (H7)', (_, headers, source, expected) => {
    const http = `[
      { match: [{ headers: { route: {} } }], headers: { request: { set: { X-Forwarded-For: 9.9.9.9 } } }, ${to('a')} },
      { ${to('a')} }]`;
    const policy = allow(`[{ from: [{ source: { ${source} } }] }]`);
    expect(outcome(mesh(GATEWAY + routes('one', http) + A + policy), { url: 'http://x.com/', headers })).toBe(
      expected,
    );
  });

  test('the SNI at the pod is the name of the destination (G11, H7)', () => {
    const policy = allow(
      '[{ when: [{ key: connection.sni, values: ["outbound_.80_._.a.default.svc.cluster.local"] }] }]',
    );
    expect(outcome(model(policy), 'http://x.com/')).toBe('a:8080');
  });

  test('the pod sees the rewritten path, and the headers that the route sets', () => {
    const policy = allow(
      '[{ to: [{ operation: { paths: [/v2] } }], when: [{ key: "request.headers[x-a]", values: [b] }] }]',
    );
    const rewritten = `rewrite: { uri: /v2 }, headers: { request: { set: { x-a: b } } }, ${to('a')}`;
    const match = 'match: [{ uri: { prefix: /p } }], ';
    expect(outcome(model(policy, match + rewritten), 'http://x.com/p')).toBe('a:8080');
    expect(outcome(model(policy), 'http://x.com/v2')).toBe('403 allow at a');
  });

  test('routes by claims need a RequestAuthentication at the gateway (E9)', () => {
    const byClaim = `match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], ${to('a')}`;
    const jwt = object('RequestAuthentication', 'istio-system/jwt', '{ jwtRules: [{ issuer: i }] }');
    const request = { url: 'http://x.com/', jwtClaims: { iss: 'i', group: 'beta' } };
    expect(outcome(model('', byClaim), request)).toBe('404 NR');
    expect(outcome(model(jwt, byClaim), request)).toBe('a:8080');
    expect(outcome(model(jwt, byClaim), { ...request, jwtClaims: { iss: 'j' } })).toBe(
      '401 jwt at istio-ingressgateway',
    );
  });

  test('only the share of the endpoints that deny the request is lost', () => {
    const canary = deployment('canary', { app: 'a', version: 'v2' });
    const deny = object(
      'AuthorizationPolicy',
      'deny',
      '{ action: DENY, selector: { matchLabels: { version: v2 } }, rules: [{}] }',
    );
    expect(outcome(model(canary + deny), 'http://x.com/')).toBe('50% 403 deny at canary, 50% a:8080');
  });
});

test('a destination that a route names twice is one outcome (F7)', () => {
  const twice =
    '[{ route: [{ destination: { host: a }, weight: 1 }, { destination: { host: a }, weight: 2 }] }]';
  const split = `[{ route: [{ destination: { host: a }, weight: 1 },
    { destination: { host: a }, weight: 3, headers: { request: { set: { Host: b.com } } } }] }]`;
  const outcomesOf = (http: string) =>
    trace(mesh(GATEWAY + A + routes('one', http)), 'http://x.com/').outcomes;
  expect(outcomesOf(twice)).toMatchObject([{ is: 'delivered', probability: 1, endpoints: [{ share: 1 }] }]);
  expect(outcomesOf(split)).toMatchObject([
    { probability: 0.25, authority: 'x.com' },
    { probability: 0.75, authority: 'b.com' },
  ]);
});
