import {
  describeRequest,
  describeTrace,
  InvalidRequest,
  k3dPorts,
  MeshModel,
  trace,
} from '../../lib/routing';
import { app, gateway, HTTP_80, mesh, routes } from './scene';

const SCENE =
  app('a') +
  app('b', { sidecar: false }) +
  gateway('gw', HTTP_80) +
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
    '=> 45% 503 NC (no cluster): no DestinationRule for "a.default.svc.cluster.local" counts for clients in namespace "istio-system", so it has no subset "v1"',
    '=> 45% to Deployment default/b:8080 (b.default.svc.cluster.local:80), which sees 127.0.0.1:9080/',
  ]);
});

test.each<[string, string, readonly string[]]>([
  [
    'a port that leads nowhere',
    'http://127.0.0.1:8080/',
    [
      'gateway: Pod istio-system/istio-ingressgateway',
      '=> connection refused: no Service of the gateway has port 8080; there are 80, 443 and 15021; of this machine, port 9080 leads to 80 and 9443 leads to 443',
    ],
  ],
  [
    'a port without a server',
    'https://127.0.0.1:9443/',
    [
      'this machine: port 9443 -> port 443 of the cluster',
      'gateway: Service istio-system/istio-ingressgateway port 443 -> Pod istio-system/istio-ingressgateway port 8443',
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
    'destination: b.default.svc.cluster.local:80',
    '  service: Service default/b port 80 (http) -> target port 8080',
    '  plaintext -> Deployment default/b:8080, which has no sidecar',
    '    the endpoint has no sidecar',
    '=> to Deployment default/b:8080 (b.default.svc.cluster.local:80), which sees b/',
  ]);
});

test('a request in words', () => {
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

test('an address that is none', () => {
  expect(() => trace(MeshModel.of([]), { url: 'http://a.com/', clientIp: '1.2' })).toThrow(
    new InvalidRequest('"1.2" is no IP address; write it like "203.0.113.1"'),
  );
});

test.each([
  ['foo', '"foo" is no URL; write it like "https://shop.example.com/cart"'],
  ['http:///x', '"http:///x" is no URL; write it like "https://shop.example.com/cart"'],
  ['tcp://a.com', '"tcp://a.com" has no port from 1 to 65535; put one behind the host, like ":3306"'],
  [
    'http://a.com:99999/',
    '"http://a.com:99999/" has no port from 1 to 65535; put one behind the host, like ":3306"',
  ],
])('%s cannot be traced', (url, message) => {
  expect(() => trace(MeshModel.of([]), { url })).toThrow(new InvalidRequest(message));
});

test.each([
  ['mesh:default/gone', 'there is no workload "gone" in namespace "default"'],
  [
    'somewhere',
    '"somewhere" is no source; use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"',
  ],
])('nothing comes from %s', (from, message) => {
  const request = { url: 'http://a.com/', from: from as 'gateway' };
  expect(() => trace(MeshModel.of([]), request)).toThrow(new InvalidRequest(message));
});
