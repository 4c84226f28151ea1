import { trace } from '../../../lib/routing';
import { app, deployment, gateway, HTTP_80, object, routes, service, to } from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const SHOP = `${app('shop')}${routes('shop', `[{ ${to('shop')} }]`)}`;
const https = (hosts: string, tls = 'mode: SIMPLE, credentialName: cert', port = 443) =>
  `[{ port: { number: ${port}, name: https, protocol: HTTPS }, hosts: ${hosts}, tls: { ${tls} } }]`;

test.each([
  ['the Service port leads to the listener (A2)', HTTP_80, 'http://a.com/', 'shop:8080'],
  [
    'a server on the listener port is merged (A2)',
    HTTP_80.replace('80', '8080'),
    'http://a.com/',
    'shop:8080',
  ],
  ['no Gateway has the port (A9)', HTTP_80, 'https://a.com/', 'refused'],
  ['no Service has the port (A2)', HTTP_80, 'http://a.com:8080/', 'refused'],
  ['a port below 1024 needs privileges (A2)', HTTP_80.replace('80', '81'), 'http://a.com:81/', 'refused'],
  ['TLS is terminated (A5)', https('["*"]'), 'https://a.com/', 'shop:8080'],
  [
    'without a mode, TLS is passed through and takes no HTTP route (A5)',
    https('["*"]', 'credentialName: c'),
    'https://a.com/',
    'refused',
  ],
  ['no host of a server matches (A7)', https('[b.com]'), 'https://a.com/', 'closed'],
  ['an address is not sent as SNI (A7)', https('[b.com]'), 'https://10.1.2.3/', 'closed'],
  ['a wildcard matches (A7)', https('["*.com"]'), 'https://a.com/', 'shop:8080'],
  ['plain HTTP to TLS', https('["*"]'), 'http://a.com:443/', 'closed'],
  ['TLS to plain HTTP', HTTP_80, 'https://a.com:80/', 'closed'],
  [
    'a missing client certificate (A5)',
    https('["*"]', 'mode: MUTUAL, credentialName: c'),
    'https://a.com/',
    'closed',
  ],
  [
    'a missing certificate that is optional (A5)',
    https('["*"]', 'mode: OPTIONAL_MUTUAL, credentialName: c'),
    'https://a.com/',
    'shop:8080',
  ],
  [
    'a server that binds to an address that nobody calls (A6)',
    HTTP_80.replace('hosts', 'bind: 127.0.0.1, hosts'),
    'http://a.com/',
    'refused',
  ],
])('%s', (_, servers, url, expected) => {
  expect(outcome(mesh(SHOP + gateway('gw', servers)), url)).toBe(expected);
});

test.each([
  ['ClusterIP', 'refused'],
  ['NodePort', 'shop:8080'],
])(
  'the gateway listens for the oldest Service, and clients outside call an open one: %s (A2)',
  (type, expected) => {
    const oldest = object(
      'Service',
      'istio-system/a',
      `{ type: ${type}, selector: { istio: ingressgateway }, ports: [{ port: 80, targetPort: 8081 }] }`,
    );
    expect(outcome(mesh(SHOP + gateway('gw') + oldest), 'http://a.com/')).toBe(expected);
  },
);

test('a client certificate opens a MUTUAL server', () => {
  const model = mesh(SHOP + gateway('gw', https('["*"]', 'mode: MUTUAL, credentialName: c')));
  expect(outcome(model, { url: 'https://a.com/', clientCertificate: true })).toBe('shop:8080');
});

test('of two TLS servers with the same host, only the server of the older Gateway is kept (A6)', () => {
  const model = mesh(SHOP + gateway('a-first', https('[a.com]')) + gateway('gw', https('[a.com, b.com]')));
  expect(outcome(model, 'https://a.com/')).toBe('404 NR');
  expect(outcome(model, 'https://b.com/')).toBe('closed');
  expect(hop(model, 'https://a.com/', 'server')?.passedOver).toContainEqual({
    server: expect.objectContaining({ gateway: { kind: 'Gateway', namespace: 'default', name: 'gw' } }),
    because: 'an older server on this port has the host "a.com" too',
  });
});

test('the case of the hosts of a server does not matter (A7)', () => {
  const model = mesh(SHOP + gateway('gw', https('[Shop.Example.com]')));
  expect(outcome(model, 'https://shop.EXAMPLE.com/')).toBe('shop:8080');
  expect(outcome(model, 'https://shop.example.com./')).toBe('404 NR');
});

test.each([
  ['the same name, for two namespaces', https('[default/a.com]'), https('[other/a.com]'), 'the SNI "a.com"'],
  ['the same name in two cases', https('[a.com]'), https('[A.com]'), 'the SNI "a.com"'],
  ['any name', https('["*"]'), https('["default/*"]'), 'any SNI'],
  ['any name, or plain HTTP', https('["*"]'), HTTP_80.replace('80', '443'), 'any SNI'],
])('Envoy rejects a listener with two filter chains for %s (A6, A7)', (_, first, second, what) => {
  const model = mesh(SHOP + gateway('gw', first) + gateway('other', second));
  expect(trace(model, { url: 'https://a.com/' }).outcomes).toEqual([
    {
      probability: 1,
      is: 'refused',
      because: `Envoy rejects the listener on port 443: two filter chains are for ${what}: servers[0] of Gateway "default/gw" and servers[0] of Gateway "default/other"`,
    },
  ]);
});

test('an HTTP server shares a port with older TLS servers and keeps its routes (A6)', () => {
  const plain = gateway('plain', HTTP_80.replace('80', '443'));
  const later = gateway('zone', https('[b.com]'));
  const routed = routes('shop', `[{ ${to('shop')} }]`, { gateways: '[gw, plain, zone]' });
  const model = mesh(app('shop') + routed + gateway('gw', https('[a.com]')) + plain + later);
  expect(outcome(model, 'https://a.com/')).toBe('shop:8080');
  expect(outcome(model, 'http://a.com:443/')).toBe('shop:8080');
  expect(outcome(model, 'https://b.com/')).toBe('closed');
  expect(hop(model, 'http://a.com:443/', 'server')?.passedOver).toContainEqual({
    server: expect.objectContaining({ gateway: { kind: 'Gateway', namespace: 'default', name: 'zone' } }),
    because: 'HTTPS cannot share the port with HTTP of an older server',
  });
});

test.each([
  [
    'after another address, a server begins a second listener for all addresses, which Envoy refuses',
    ['HTTP', 'HTTP 127.0.0.9', 'HTTP2'],
    'refused',
  ],
  [
    'the server before it has its address, so it shares the routes',
    ['HTTP2 127.0.0.9', 'HTTP', 'HTTP2'],
    'shop:8080',
  ],
  ['a wildcard and a single address are two listeners', ['HTTP', 'HTTP 127.0.0.9'], 'shop:8080'],
])(
  'of plaintext servers with different bind, istiod remembers the latest: %s (W1)',
  (_, servers, expected) => {
    const written = servers.map((server, i) => {
      const [protocol, address] = server.split(' ');
      const bind = address === undefined ? '' : `, bind: ${address}`;
      return `{ port: { number: 80, name: s${i}, protocol: ${protocol} }, hosts: ["*"]${bind} }`;
    });
    expect(outcome(mesh(SHOP + gateway('gw', `[${written.join(', ')}]`)), 'http://a.com/')).toBe(expected);
  },
);

test('the SNI chooses the server, and the Host header is looked up only there (A7)', () => {
  const model = mesh(`${SHOP}${gateway('gw', https('[a.com]'))}${gateway('other', https('[b.com]'))}`);
  const request = { url: 'https://b.com/', headers: { Host: 'a.com' } };
  expect(outcome(model, request)).toBe('404 NR');
  expect(outcome(model, { ...request, sni: 'a.com' })).toBe('shop:8080');
});

test('a redirect to HTTPS needs no VirtualService and precedes routes (A8, F4)', () => {
  const servers = HTTP_80.replace('hosts', 'tls: { httpsRedirect: true }, hosts');
  expect(outcome(mesh(gateway('gw', servers)), 'http://a.com:80/x?y=1')).toBe('301 https://a.com/x?y=1');
  expect(outcome(mesh(SHOP + gateway('gw', servers)), 'http://a.com/x')).toBe('301 https://a.com/x');
  const owned = servers.replace('"*"', 'default/a.com');
  expect(outcome(mesh(gateway('gw', owned)), 'http://a.com/')).toBe('404 NR');
});

test('AUTO_PASSTHROUGH is not modelled', () => {
  const model = mesh(gateway('gw', https('["*"]', 'mode: AUTO_PASSTHROUGH')));
  expect(outcome(model, 'https://a.com/')).toBe('unmodelled gw');
});

test('TLS that is passed through is routed by its SNI (A10)', () => {
  const tls = `tls: [{ match: [{ sniHosts: [a.com] }], ${to('bank')} }, { match: [{ sniHosts: ["*.b.com"] }], ${to('gone')} }]`;
  const model = mesh(
    service('bank', { name: 'https', port: 443, targetPort: 8443 }) +
      deployment('bank') +
      gateway('gw', https('["*"]', 'mode: PASSTHROUGH')) +
      object('VirtualService', 'names', `{ hosts: ["*"], gateways: [gw], ${tls} }`),
  );
  expect(outcome(model, 'https://a.com/')).toBe('bank:8443');
  expect(outcome(model, 'https://c.b.com/')).toBe('closed');
  expect(outcome(model, 'https://c.com/')).toBe('closed');
});

test('a TCP connection takes the first tcp route whose port matches (A10)', () => {
  const tcp = `tcp: [{ match: [{ port: 9000 }], ${to('gone')} }, { match: [{ port: 443 }], route: [{ destination: { host: shop, port: { number: 80 } } }] }]`;
  const model = mesh(
    app('shop') +
      gateway('gw', '[{ port: { number: 443, name: tcp, protocol: TCP }, hosts: ["*"] }]') +
      object('VirtualService', 'bytes', `{ hosts: ["*"], gateways: [gw], ${tcp} }`),
  );
  expect(outcome(model, 'tcp://a.com:443')).toBe('shop:8080');
});

test('an EnvoyFilter for gateways is not modelled, and an EnvoyFilter for sidecars changes nothing at the gateway', () => {
  const filter = (context: string) =>
    object(
      'EnvoyFilter',
      'istio-system/lua',
      `{ configPatches: [{ applyTo: HTTP_FILTER, match: { context: ${context} } }] }`,
    );
  const scene = SHOP + gateway('gw');
  expect(outcome(mesh(scene + filter('GATEWAY')), 'http://a.com/')).toBe('unmodelled lua');
  expect(outcome(mesh(scene + filter('SIDECAR_OUTBOUND')), 'http://a.com/')).toBe('shop:8080');
});

test('k3d maps a port of the machine to a port of the Service', () => {
  const model = mesh(SHOP + gateway('gw'), { hostPorts: { 9080: 80 } });
  expect(outcome(model, 'http://127.0.0.1:9080/')).toBe('shop:8080');
  expect(hop(model, 'http://127.0.0.1:9080/', 'entrance')).toMatchObject({
    hostPort: 9080,
    port: 80,
    listenerPort: 8080,
  });
});

test('the manifests may contain the pods of the gateway (L3)', () => {
  const proxy = { name: 'istio-proxy', args: ['proxy', 'router'] };
  const own =
    deployment('edge/edge', { 'sidecar.istio.io/inject': undefined }, { containers: [proxy] }) +
    service('edge/edge', '{ name: http, port: 80, targetPort: 80 }');
  const gw = gateway('gw').replace('istio: ingressgateway', 'app: edge');
  const model = mesh(own + SHOP + gw);
  expect(outcome(model, { url: 'http://a.com/', from: 'gateway:edge/edge' })).toBe('shop:8080');
  expect(outcome(model, 'http://a.com/')).toBe('refused');
});
