import { app, deployment, object, routes, service, to } from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const FROM = { from: 'mesh:default/client' } as const;
const APPS = ['client', 'a', 'b'].map((name) => app(name)).join('');
const REST = app('other/c');
const sent = (objects: string, url: string, headers = {}) =>
  outcome(mesh(APPS + REST + objects), { url, headers, ...FROM });
const routed = (name: string, http: string, hosts: string, more = {}) =>
  routes(name, http, { hosts, gateways: '[mesh]', ...more });
const entry = (spec: string) => object('ServiceEntry', 'ext', `{ hosts: [e.com], resolution: DNS, ${spec} }`);
const sidecar = (spec: string) => object('Sidecar', 'default', `{ ${spec} }`);

test.each([
  ['the name alone in its namespace (I3)', 'http://a/', 'a:8080'],
  ['with its namespace', 'http://c.other/', 'c:8080'],
  ['the name alone from elsewhere', 'http://c/', 'passed through to c:80'],
  ['the full name, with a dot', 'http://a.default.svc.cluster.local./', 'a:8080'],
  ['nobody (I5)', 'http://e.com/', 'passed through to e.com:80'],
  ['a port that is not there', 'http://a:81/', 'passed through to a:81'],
])('%s', (_, url, expected) => expect(sent('', url)).toBe(expected));

test('a Service without VirtualService has one route, with the policy of its DestinationRule (I4)', () => {
  const rule = object('DestinationRule', 'a', '{ host: a, trafficPolicy: { tls: { mode: DISABLE } } }');
  const strict = object('PeerAuthentication', 'strict', '{ mtls: { mode: STRICT } }');
  expect(sent(strict, 'http://a/')).toBe('a:8080');
  expect(sent(rule + strict, 'http://a/')).toBe('503 UC');
});

test.each([
  ['a VirtualService of the Service', routed('one', `[{ ${to('b')} }]`, '[a]'), 'b:8080'],
  [
    'the first of several, nothing merged (C2)',
    routed('one', `[{ match: [{ uri: { exact: /x } }], ${to('b')} }]`, '[a]') +
      routed('two', `[{ ${to('b')} }]`, '[a]'),
    '404 NR',
  ],
  [
    'one without a route here does not count (C2)',
    routed('one', `[{ match: [{ sourceLabels: { app: z } }], ${to('b')} }]`, '[a]') +
      routed('two', `[{ ${to('b')} }]`, '[a]'),
    'b:8080',
  ],
  [
    'nobody has a route here',
    routed('one', `[{ match: [{ sourceLabels: { app: z } }], ${to('b')} }]`, '[a]'),
    'a:8080',
  ],
  [
    'an exact host before a wildcard (C2)',
    routed('one', `[{ ${to('b')} }]`, '["*.default.svc.cluster.local"]') +
      routed('two', `[{ ${to('a')} }]`, '[a]'),
    'a:8080',
  ],
  ['a wildcard', routed('one', `[{ ${to('b')} }]`, '["*.default.svc.cluster.local"]'), 'b:8080'],
  ['one for gateways only (B1)', routes('one', `[{ ${to('b')} }]`, { hosts: '[a]' }), 'a:8080'],
  [
    'one that is not exported (I1)',
    routed('other/one', `[{ ${to('b')} }]`, '[a.default.svc.cluster.local]', {
      more: 'exportTo: ["."]',
    }),
    'a:8080',
  ],
  [
    'no port means the one that is called (G2)',
    routed('one', `[{ route: [{ destination: { host: c.other.svc.cluster.local } }] }]`, '[a]'),
    'c:8080',
  ],
])('%s', (_, objects, expected) => expect(sent(objects, 'http://a/')).toBe(expected));

test('no port of another destination helps in the mesh (G2)', () => {
  const other = app('d').replace('port: 80,', 'port: 9000,');
  expect(sent(other + routed('one', `[{ ${to('d')} }]`, '[a]'), 'http://a/')).toBe('503 NC');
});

test('hosts outside the registry have routes on port 80 only (I2)', () => {
  const strange = routed('one', `[{ ${to('b')} }]`, '[e.com]');
  expect(sent(strange, 'http://e.com/')).toBe('b:8080');
  expect(
    sent(strange + app('d', { morePorts: ['{ name: http-x, port: 8080 }'] }), 'http://e.com:8080/'),
  ).toBe('passed through to e.com:8080');
});

test.each([
  ['what it imports', 'egress: [{ hosts: ["./*"] }]', 'http://a/', 'a:8080'],
  [
    'what it does not import',
    'egress: [{ hosts: ["./*"] }]',
    'http://c.other/',
    'passed through to c.other:80',
  ],
  ['what nobody knows', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }', 'http://e.com/', '502'],
  ['what nobody knows, without a mode', 'outboundTrafficPolicy: {}', 'http://e.com/', '502'],
  ['what nobody knows, by TLS', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }', 'https://e.com/', 'closed'],
  [
    'one host',
    'egress: [{ hosts: ["other/c.other.svc.cluster.local"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    'http://c.other/',
    'c:8080',
  ],
  [
    'of another',
    'egress: [{ hosts: ["other/c.other.svc.cluster.local"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    'http://a/',
    '502',
  ],
  [
    'for other pods',
    'workloadSelector: { labels: { app: a } }, egress: [{ hosts: ["~/*"] }]',
    'http://a/',
    'a:8080',
  ],
])('a Sidecar and %s (I1, I5)', (_, spec, url, expected) => expect(sent(sidecar(spec), url)).toBe(expected));

test.each([
  ['straight to it', '', 'e.com:443'],
  ['by its name', `tls: [{ match: [{ sniHosts: [e.com] }], ${to('f.com')} }]`, 'closed'],
  ['http routes are not for it', `http: [{ ${to('b')} }]`, 'e.com:443'],
])('TLS to a ServiceEntry: %s (I6)', (_, spec, expected) => {
  const ext = entry('ports: [{ number: 443, name: tls, protocol: TLS }]');
  const by = spec ? object('VirtualService', 'by', `{ hosts: [e.com], ${spec} }`) : '';
  expect(sent(ext + by, 'https://e.com/')).toBe(expected);
});

test('a port of bytes takes tcp routes, whatever is said on it (I6)', () => {
  const bytes = app('d').replace('name: http', 'name: tcp');
  const by = (more: string) => object('VirtualService', 'by', `{ hosts: [d], ${more} }`);
  expect(sent(bytes, 'http://d/')).toBe('d:8080');
  expect(sent(bytes + by(`http: [{ ${to('b')} }]`), 'http://d/')).toBe('d:8080');
  expect(sent(bytes + by(`tcp: [{ ${to('b')} }]`), 'http://d/')).toBe('b:8080');
});

test('a port for UDP is not of the mesh, one for TCP beside it is (K1)', () => {
  const udp = '{ name: dns, port: 53, targetPort: 8080, protocol: UDP }';
  const tcp = '{ name: dns-tcp, port: 53, targetPort: 5353 }';
  const dns = (...ports: string[]) => deployment('dns') + service('dns', ...ports);
  expect(sent(dns(udp), 'tcp://dns:53')).toBe('passed through to dns:53');
  expect(sent(dns(udp, tcp), 'tcp://dns:53')).toBe('dns:5353');
});

test('a pod may see HTTP in what was bytes to the client (I6, K2)', () => {
  const bytes = app('d').replace('name: http', 'name: tcp');
  const by = object('VirtualService', 'by', `{ hosts: [d], tcp: [{ ${to('b')} }] }`);
  const allow = object(
    'AuthorizationPolicy',
    'allow',
    '{ rules: [{ to: [{ operation: { paths: [/ok] } }] }] }',
  );
  expect(sent(bytes + by + allow, 'http://d/ok')).toBe('b:8080');
  expect(sent(bytes + by + allow, 'http://d/no')).toBe('403 allow at b');
  expect(sent(bytes + allow, 'http://d/ok')).toBe('closed allow at d');
});

test('policies see the address that the client is given (H7)', () => {
  const allow = object(
    'AuthorizationPolicy',
    'allow',
    '{ rules: [{ from: [{ source: { ipBlocks: [10.1.0.0/16], remoteIpBlocks: [10.1.2.3] } }] }] }',
  );
  const model = mesh(APPS + allow);
  expect(outcome(model, { url: 'http://a/', ...FROM, clientIp: '10.1.2.3' })).toBe('a:8080');
  expect(outcome(model, { url: 'http://a/', ...FROM, clientIp: '10.2.2.3' })).toBe('403 allow at a');
});

test('on a port without protocol the Host does not count (I6)', () => {
  const sniffed = app('d').replace('name: http', 'name: web');
  expect(sent(sniffed, 'http://d/', { host: 'a' })).toBe('d:8080');
  expect(sent(app('d'), 'http://d/', { host: 'a' })).toBe('a:8080');
});

test('a pod without sidecar follows nothing (I7)', () => {
  const client = app('client', { sidecar: false });
  const model = mesh(client + app('a') + routed('one', `[{ ${to('b')} }]`, '[a]'));
  expect(outcome(model, { url: 'http://a/', ...FROM })).toBe('a:8080');
  const strict = mesh(
    client + app('a') + object('PeerAuthentication', 'strict', '{ mtls: { mode: STRICT } }'),
  );
  expect(outcome(strict, { url: 'http://a/', ...FROM })).toBe('closed');
});

test("policies see the client's own identity", () => {
  const allow = object(
    'AuthorizationPolicy',
    'allow',
    '{ selector: { matchLabels: { app: a } }, rules: [{ from: [{ source: { namespaces: [default] } }] }] }',
  );
  expect(sent(allow, 'http://a/')).toBe('a:8080');
  expect(hop(mesh(APPS + allow), { url: 'http://a/', ...FROM }, 'policies')?.is).toBe('allowed');
});
