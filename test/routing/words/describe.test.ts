import {
  describeRequest,
  describeTrace,
  InvalidRequest,
  k3dPorts,
  MeshModel,
  type TraceRequest,
  trace,
} from '../../../lib/routing';
import { app, gateway, routes, to } from '../../scene';
import { mesh } from '../outcomes';

const SCENE =
  app('a') +
  app('b', { sidecar: false }) +
  gateway('gw') +
  routes(
    'one',
    `[{ match: [{ uri: { exact: /x } }], redirect: { uri: /y } },
       { name: split, timeout: 5s, fault: { abort: { httpStatus: 503, percentage: { value: 10 } } },
         route: [{ destination: { host: a, subset: v1 }, weight: 1 }, { destination: { host: b }, weight: 1 }] }]`,
  );

test('a trace in words', () => {
  const model = mesh(SCENE, {
    hostPorts: k3dPorts({ ports: [{ port: '127.0.0.1:9080:80/tcp' }, { port: '9443:443' }, {}] }),
  });
  expect(describeTrace(trace(model, { url: 'http://127.0.0.1:9080/' }))).toEqual([
    'this machine: port 9080 -> port 80 of the cluster',
    'gateway: Service istio-system/istio-ingressgateway port 80 -> Pod istio-system/istio-ingressgateway port 8080',
    'server: Gateway default/gw servers[0] (80 HTTP), HTTP for *',
    'virtual host: * of VirtualService default/one',
    'route: VirtualService default/one http[1] "split": it takes every request',
    '  not VirtualService default/one http[0] match[0]: needs uri exact "/x"',
    '  abort: 503 for 10%',
    '  timeout: 5s',
    '  retries: 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
    'destination: 50% a.default.svc.cluster.local:80 subset v1',
    '  service: Service default/a port 80 (http) -> target port 8080',
    '  subset: v1 of no DestinationRule',
    'destination: 50% b.default.svc.cluster.local:80',
    '  service: Service default/b port 80 (http) -> target port 8080',
    '  plaintext -> Deployment default/b:8080, which has no sidecar',
    '    the endpoint has no sidecar',
    '=> 10% 503 (fault)',
    '=> 45% 503 NC (no cluster): no DestinationRule that applies to clients in namespace "istio-system" defines subset "v1" of "a.default.svc.cluster.local"',
    '=> 45% to Deployment default/b:8080 (b.default.svc.cluster.local:80), which sees 127.0.0.1:9080/',
  ]);
});

test.each<[string, string, readonly string[]]>([
  [
    'a port without a Service',
    'http://127.0.0.1:8080/',
    [
      'gateway: Pod istio-system/istio-ingressgateway',
      '=> connection refused: no Service of the gateway has port 8080; it can be called on 80, 443 and 15021; on this machine, port 9080 leads to 80 and 9443 leads to 443',
    ],
  ],
  [
    'a port without a server',
    'https://127.0.0.1:9443/',
    [
      'this machine: port 9443 -> port 443 of the cluster',
      'gateway: Service istio-system/istio-ingressgateway port 443 -> Pod istio-system/istio-ingressgateway port 8443',
      'almost: VirtualService default/one names Gateway "default/gw", which has no server on this port',
      '=> connection refused: no Gateway for these pods has a server that listens on port 443; there are servers on 80',
    ],
  ],
])('%s in words', (_, url, lines) => {
  const model = mesh(SCENE, { hostPorts: { 9080: 80, 9443: 443, 5432: 5432 } });
  expect(describeTrace(trace(model, { url }))).toEqual(lines);
});

test('a pod that calls from the mesh in words', () => {
  const request = { url: 'http://b/', from: 'mesh:default/a' } as const;
  expect(describeTrace(trace(mesh(SCENE), request))).toEqual([
    'client: Deployment default/a calls port 80, through its sidecar',
    'virtual host: b.default.svc.cluster.local of Service default/b',
    '  retries: 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
    'destination: b.default.svc.cluster.local:80',
    '  service: Service default/b port 80 (http) -> target port 8080',
    '  plaintext -> Deployment default/b:8080, which has no sidecar',
    '    the endpoint has no sidecar',
    '=> to Deployment default/b:8080 (b.default.svc.cluster.local:80), which sees b/',
  ]);
});

const NONE = mesh(
  app('a') +
    gateway(
      'gw',
      `[{ port: { number: 80, name: http, protocol: HTTP }, hosts: [a.com] },
       { port: { number: 80, name: b, protocol: HTTP }, hosts: [b.com], tls: { httpsRedirect: true } },
       { port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.com], tls: { mode: SIMPLE, credentialName: c } }]`,
    ) +
    gateway(
      'young',
      '[{ port: { number: 443, name: x, protocol: HTTPS }, hosts: [a.com, x.com], tls: { mode: SIMPLE, credentialName: c } }]',
    ) +
    routes(
      'one',
      `[{ match: [{ uri: { exact: /1 } }, { uri: { exact: /2 } }, { uri: { prefix: /3 } }, { method: { exact: PUT } }], redirect: { uri: /y } }]`,
    ) +
    routes('mesh', '[{ match: [{ uri: { exact: /1 } }], redirect: { uri: /y } }]', {
      hosts: '[a]',
      gateways: '[mesh]',
    }),
);

test('a server with another bind on the same port is not said to be on another port', () => {
  const servers =
    '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: [a.com], bind: 10.1.1.1 }, { port: { number: 80, name: http-b, protocol: HTTP }, hosts: [b.com] }]';
  const model = mesh(app('a') + gateway('gw', servers) + routes('one', `[{ ${to('a')} }]`));
  expect(describeTrace(trace(model, { url: 'http://b.com/' }))).toContain(
    '  not Gateway default/gw servers[0] (80 HTTP): its "bind" is another address of this port',
  );
});

test('where nothing takes a request, the trace says why for each server, route and match', () => {
  const told = (request: TraceRequest) => describeTrace(trace(NONE, request)).slice(1);
  expect(told({ url: 'http://a.com/' })).toEqual([
    'server: Gateway default/gw servers[0] (80 HTTP), HTTP for a.com',
    '  shares its routes with Gateway default/gw servers[1] (80 HTTP), for b.com',
    '  not Gateway default/gw servers[2] (443 HTTPS): it listens on another port',
    '  not Gateway default/young servers[0] (443 HTTPS): it listens on another port',
    'virtual host: a.com of VirtualService default/one',
    'route: none',
    '  not VirtualService default/one http[0] match[0]: needs uri exact "/1"',
    '  not VirtualService default/one http[0] match[1]: needs uri exact "/2"',
    '  not VirtualService default/one http[0] match[2]: needs uri prefix "/3"',
    '  not VirtualService default/one http[0] match[3]: needs method exact "PUT"',
    '=> 404 NR (no route): no route of host "a.com" matches: the request meets none of uri exact "/1", uri exact "/2", uri prefix "/3" and 1 more',
  ]);
  expect(told({ url: 'https://x.com/' })).toEqual([
    'server: none',
    '  not Gateway default/young servers[0] (443 HTTPS): an older server on this port has the host "a.com" too',
    '  not Gateway default/gw servers[2] (443 HTTPS): its hosts do not match',
    '  not Gateway default/gw servers[0] (80 HTTP): it listens on another port',
    '  not Gateway default/gw servers[1] (80 HTTP): it listens on another port',
    '=> connection closed: no server on this port has the name "x.com"',
  ]);
  expect(told({ url: 'http://a/', from: 'mesh:default/a' })).toEqual([
    'virtual host: a.default.svc.cluster.local of VirtualService default/mesh',
    'route: none',
    '  not VirtualService default/mesh http[0] match[0]: needs uri exact "/1"',
    '=> 404 NR (no route): no route of host "a.default.svc.cluster.local" matches: the request does not meet uri exact "/1"',
  ]);
});

test.each([
  ['an empty method', { method: '' }, '"" is not a method; write it like "GET"'],
  ['a method of two words', { method: 'G T' }, '"G T" is not a method; write it like "GET"'],
  [
    'a space in the host',
    { url: 'http://a b/' },
    '"http://a b/" is not a URL; write it like "https://shop.example.com/cart"',
  ],
  [
    'an escape in the host',
    { url: 'http://a%20b/' },
    '"http://a%20b/" is not a URL; write it like "https://shop.example.com/cart"',
  ],
  [
    'brackets without an address',
    { url: 'http://[a]/' },
    '"http://[a]/" is not a URL; write it like "https://shop.example.com/cart"',
  ],
  [
    'brackets around IPv4',
    { url: 'http://[1.2.3.4]/' },
    '"http://[1.2.3.4]/" is not a URL; write it like "https://shop.example.com/cart"',
  ],
  [
    'a line break',
    { url: 'http://a/\nb' },
    '"http://a/\nb" is not a URL; write it like "https://shop.example.com/cart"',
  ],
])('%s makes no request', (_, part, message) => {
  expect(() => trace(NONE, { url: 'http://a.com/', ...part })).toThrow(new InvalidRequest(message));
});

test('a host is called as clients send it', () => {
  const model = mesh(app('a') + gateway('gw') + routes('one', `[{ ${to('a')} }]`));
  const seen = (url: string) => describeTrace(trace(model, { url })).at(-1)?.split('sees ')[1];
  expect(seen('http://Exämple.com/')).toBe('xn--exmple-cua.com/');
  expect(seen('http://A.com/')).toBe('A.com/');
  expect(seen('http://[::1]/x y')).toBe('[::1]/x%20y');
});

test('a request in words', () => {
  expect(describeRequest({ url: 'tcp://a.com:1' })).toBe('tcp://a.com:1');
  expect(describeRequest({ url: 'http://a.com/' })).toBe('GET http://a.com/');
  expect(
    describeRequest({
      url: 'https://a.com/x',
      method: 'PUT',
      from: 'mesh:shop/web',
      headers: { 'X-A': ['1', '2'], b: '' },
      clientIp: '1.2.3.4',
      sni: 'b.com',
      clientCertificate: true,
      jwtClaims: { iss: 'me' },
    }),
  ).toBe(
    'PUT https://a.com/x from mesh:shop/web, X-A: 1, X-A: 2, b: , client IP 1.2.3.4, SNI "b.com", client certificate, JWT {"iss":"me"}',
  );
});

test('an invalid client IP is refused', () => {
  expect(() => trace(MeshModel.of([]), { url: 'http://a.com/', clientIp: '1.2' })).toThrow(
    new InvalidRequest('"1.2" is not an IP address; write it like "203.0.113.1"'),
  );
});

test.each([
  ['foo', '"foo" is not a URL; write it like "https://shop.example.com/cart"'],
  ['http:///x', '"http:///x" is not a URL; write it like "https://shop.example.com/cart"'],
  ['tcp://a.com', '"tcp://a.com" has no port from 1 to 65535; add one after the host, like ":3306"'],
  [
    'http://a.com:99999/',
    '"http://a.com:99999/" has no port from 1 to 65535; add one after the host, like ":3306"',
  ],
])('%s cannot be traced', (url, message) => {
  expect(() => trace(MeshModel.of([]), { url })).toThrow(new InvalidRequest(message));
});

test.each([
  [
    'mesh:default/gone',
    'there is no workload "gone" in namespace "default"; use "istio-system/istiod" or "istio-system/istio-ingressgateway"',
  ],
  [
    'gateway:istio-system/istio-ingres-gateway',
    'there is no workload "istio-ingres-gateway" in namespace "istio-system"; use "istio-system/istio-ingressgateway"',
  ],
  ...[
    ['istio-ingresgateway', 'gateway:istio-system/istio-ingressgateway'],
    ['istio-system/istiod', 'mesh:istio-system/istiod'],
    ['mesh:istiod', 'mesh:istio-system/istiod'],
    ['gateways:istio-system/istio-ingressgateway', 'gateway:istio-system/istio-ingressgateway'],
    ['gatewy', 'gateway'],
  ].map(([from, meant]) => [
    from,
    `"${from}" is not a source; did you mean "${meant}"? If not, use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"`,
  ]),
  [
    'somewhere',
    '"somewhere" is not a source; use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"',
  ],
])('nothing comes from %s', (from, message) => {
  const request = { url: 'http://a.com/', from: from as 'gateway' };
  expect(() => trace(MeshModel.of([]), request)).toThrow(new InvalidRequest(message));
});
