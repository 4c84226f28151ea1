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
  ['a short name in its namespace (I3)', 'http://a/', 'a:8080'],
  ['a name with a namespace', 'http://c.other/', 'c:8080'],
  ['a short name from another namespace', 'http://c/', 'passed through to c:80'],
  ['a full name with a dot at the end', 'http://a.default.svc.cluster.local./', 'a:8080'],
  ['an unknown host (I5)', 'http://e.com/', 'passed through to e.com:80'],
  [
    'a port that the Service lacks',
    'http://a:81/',
    'passed through to a:81; the connection fails there: Service "default/a" has no TCP port 81, and Kubernetes forwards only the ports of a Service; it has 80',
  ],
])('%s', (_, url, expected) => expect(sent('', url)).toBe(expected));

test('a Service without a VirtualService has one route, and its DestinationRule applies (I4)', () => {
  const rule = object('DestinationRule', 'a', '{ host: a, trafficPolicy: { tls: { mode: DISABLE } } }');
  const strict = object('PeerAuthentication', 'strict', '{ mtls: { mode: STRICT } }');
  expect(sent(strict, 'http://a/')).toBe('a:8080');
  expect(sent(rule + strict, 'http://a/')).toBe('503 UC');
});

test.each([
  ['a VirtualService for the Service', routed('one', `[{ ${to('b')} }]`, '[a]'), 'b:8080'],
  [
    'the first of several VirtualServices counts, and none are merged (C2)',
    routed('one', `[{ match: [{ uri: { exact: /x } }], ${to('b')} }]`, '[a]') +
      routed('two', `[{ ${to('b')} }]`, '[a]'),
    '404 NR',
  ],
  [
    'a VirtualService without a route for this sidecar does not count (C2)',
    routed('one', `[{ match: [{ sourceLabels: { app: z } }], ${to('b')} }]`, '[a]') +
      routed('two', `[{ ${to('b')} }]`, '[a]'),
    'b:8080',
  ],
  [
    'no VirtualService has a route for this sidecar',
    routed('one', `[{ match: [{ sourceLabels: { app: z } }], ${to('b')} }]`, '[a]'),
    'a:8080',
  ],
  [
    'an exact host precedes a wildcard (C2)',
    routed('one', `[{ ${to('b')} }]`, '["*.default.svc.cluster.local"]') +
      routed('two', `[{ ${to('a')} }]`, '[a]'),
    'a:8080',
  ],
  ['a wildcard', routed('one', `[{ ${to('b')} }]`, '["*.default.svc.cluster.local"]'), 'b:8080'],
  ['a VirtualService for gateways only (B1)', routes('one', `[{ ${to('b')} }]`, { hosts: '[a]' }), 'a:8080'],
  [
    'a VirtualService that is not exported (I1)',
    routed('other/one', `[{ ${to('b')} }]`, '[a.default.svc.cluster.local]', {
      more: 'exportTo: ["."]',
    }),
    'a:8080',
  ],
  [
    'a destination without a port has the port that is called (G2)',
    routed('one', `[{ route: [{ destination: { host: c.other.svc.cluster.local } }] }]`, '[a]'),
    'c:8080',
  ],
])('%s', (_, objects, expected) => expect(sent(objects, 'http://a/')).toBe(expected));

test('a sidecar does not fall back to the only port of a destination (G2)', () => {
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
  ['a host that it imports', 'egress: [{ hosts: ["./*"] }]', 'http://a/', 'a:8080'],
  [
    'a host that it does not import',
    'egress: [{ hosts: ["./*"] }]',
    'http://c.other/',
    'passed through to c.other:80, at Deployment other/c:8080, which sees c.other/',
  ],
  ['an unknown host', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }', 'http://e.com/', '502'],
  ['an unknown host, without a mode', 'outboundTrafficPolicy: {}', 'http://e.com/', '502'],
  ['an unknown host, by TLS', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }', 'https://e.com/', 'closed'],
  [
    'one host',
    'egress: [{ hosts: ["other/c.other.svc.cluster.local"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    'http://c.other/',
    'c:8080',
  ],
  [
    'another host than the imported one',
    'egress: [{ hosts: ["other/c.other.svc.cluster.local"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    'http://a/',
    '502',
  ],
  [
    'a selector for other pods',
    'workloadSelector: { labels: { app: a } }, egress: [{ hosts: ["~/*"] }]',
    'http://a/',
    'a:8080',
  ],
])('a Sidecar and %s (I1, I5)', (_, spec, url, expected) => expect(sent(sidecar(spec), url)).toBe(expected));

test.each([
  ['no VirtualService', '', 'e.com:443'],
  ['a tls route by SNI', `tls: [{ match: [{ sniHosts: [e.com] }], ${to('f.com')} }]`, 'closed'],
  ['an http route does not apply', `http: [{ ${to('b')} }]`, 'e.com:443'],
])('TLS to a ServiceEntry: %s (I6)', (_, spec, expected) => {
  const ext = entry('ports: [{ number: 443, name: tls, protocol: TLS }]');
  const by = spec ? object('VirtualService', 'by', `{ hosts: [e.com], ${spec} }`) : '';
  expect(sent(ext + by, 'https://e.com/')).toBe(expected);
});

test('clients share no routes that a match tells apart by labels or namespaces (E2)', () => {
  const http = `[
    { match: [{ sourceLabels: { app: client } }], ${to('a')} },
    { match: [{ sourceNamespace: other }], ${to('c.other.svc.cluster.local')} },
    { ${to('b')} }]`;
  const model = mesh(APPS + REST + routed('one', http, '[d.default.svc.cluster.local]') + app('d'));
  const from = (client: `mesh:${string}/${string}`) =>
    outcome(model, { url: 'http://d.default.svc.cluster.local/', from: client });
  expect([from('mesh:default/client'), from('mesh:default/a')]).toEqual(['a:8080', 'b:8080']);
  expect([from('mesh:other/c'), from('mesh:default/client')]).toEqual(['c:8080', 'a:8080']);
});

test('a sidecar knows the destinations of the VirtualServices that it imports (I1)', () => {
  const own = sidecar('egress: [{ hosts: ["./*"] }]');
  const http = `[{ match: [{ uri: { exact: /c } }], ${to('c.other.svc.cluster.local')} }, { ${to('d.other.svc.cluster.local')} }]`;
  expect(sent(own + routed('one', http, '[a]'), 'http://a/c')).toBe('c:8080');
  expect(sent(own + routed('one', http, '[a]'), 'http://a/')).toBe('503 NC');
  expect(sent(own + routed('other/one', http, '[a.default.svc.cluster.local]'), 'http://a/c')).toBe('a:8080');
});

test('a sidecar knows all ports that routes name of a Service which it does not see otherwise (W7)', () => {
  const hidden = app('h', { morePorts: ['{ name: http-b, port: 90, targetPort: 9090 }'] }).replace(
    'kind: Service\nmetadata: {',
    'kind: Service\nmetadata: { annotations: { networking.istio.io/exportTo: istio-system },',
  );
  const port = (number: number) => `route: [{ destination: { host: h, port: { number: ${number} } } }]`;
  const two = routed('one', `[{ ${port(90)} }]`, '[a]') + routed('two', `[{ ${port(80)} }]`, '[b]');
  const one = routed('one', `[{ match: [{ uri: { prefix: /9 } }], ${port(90)} }, { ${port(80)} }]`, '[a]');
  expect(sent(hidden, 'http://h/')).toBe(
    'passed through to h:80, at Deployment default/h:8080, which sees h/',
  );
  expect([sent(hidden + two, 'http://a/'), sent(hidden + two, 'http://b/')]).toEqual(['h:9090', 'h:8080']);
  expect([sent(hidden + one, 'http://a/9'), sent(hidden + one, 'http://a/')]).toEqual(['h:9090', 'h:8080']);
});

test('a TCP port takes tcp routes, even for HTTP requests (I6)', () => {
  const bytes = app('d').replace('name: http', 'name: tcp');
  const by = (more: string) => object('VirtualService', 'by', `{ hosts: [d], ${more} }`);
  expect(sent(bytes, 'http://d/')).toBe('d:8080');
  expect(sent(bytes + by(`http: [{ ${to('b')} }]`), 'http://d/')).toBe('d:8080');
  expect(sent(bytes + by(`tcp: [{ ${to('b')} }]`), 'http://d/')).toBe('b:8080');
});

test('a UDP port is not part of the mesh, and a TCP port with the same number is (K1)', () => {
  const udp = '{ name: dns, port: 53, targetPort: 8080, protocol: UDP }';
  const tcp = '{ name: dns-tcp, port: 53, targetPort: 5353 }';
  const dns = (...ports: string[]) => deployment('dns') + service('dns', ...ports);
  expect(sent(dns(udp), 'tcp://dns:53')).toBe(
    'passed through to dns:53; the connection fails there: Service "default/dns" has no TCP port 53, and Kubernetes forwards only the ports of a Service; it has none',
  );
  expect(sent(dns(udp, tcp), 'tcp://dns:53')).toBe('dns:5353');
});

test("a pod may see HTTP where the client's sidecar saw TCP (I6, K2)", () => {
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

test('policies see the client IP of the request (H7)', () => {
  const allow = object(
    'AuthorizationPolicy',
    'allow',
    '{ rules: [{ from: [{ source: { ipBlocks: [10.1.0.0/16], remoteIpBlocks: [10.1.2.3] } }] }] }',
  );
  const model = mesh(APPS + allow);
  expect(outcome(model, { url: 'http://a/', ...FROM, clientIp: '10.1.2.3' })).toBe('a:8080');
  expect(outcome(model, { url: 'http://a/', ...FROM, clientIp: '10.2.2.3' })).toBe('403 allow at a');
});

test('on a port without a protocol, the Host header does not count (I6)', () => {
  const sniffed = app('d').replace('name: http', 'name: web');
  expect(sent(sniffed, 'http://d/', { host: 'a' })).toBe('d:8080');
  expect(sent(app('d'), 'http://d/', { host: 'a' })).toBe('a:8080');
});

test('a pod without a sidecar follows no VirtualService (I7)', () => {
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
