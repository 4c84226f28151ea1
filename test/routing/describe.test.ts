import { describeTrace, InvalidRequest, k3dPorts, MeshModel, trace } from '../../lib/routing';
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
    'port 9080 of this machine -> Service istio-system/istio-ingressgateway port 80 -> Pod istio-system/istio-ingressgateway port 8080',
    'server: Gateway default/gw servers[0] (80 HTTP), HTTP for *',
    'virtual host: * of VirtualService default/one',
    'route: VirtualService default/one http[1] "split": it takes every request',
    '  not VirtualService default/one http[0] match[0]: it is not so that uri exact "/x"',
    'abort: 503 for 10%',
    'timeout: 5s',
    'retries: 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
    'destination: 50% a.default.svc.cluster.local:80 subset v1',
    '  service: Service default/a port 80 (http) -> target port 8080',
    '  subset: v1 of no DestinationRule',
    'destination: 50% b.default.svc.cluster.local:80',
    '  service: Service default/b port 80 (http) -> target port 8080',
    '  endpoints: Deployment default/b:8080 (no sidecar)',
    '  plaintext to Deployment default/b:8080 (no sidecar)',
    '    the endpoint has no sidecar',
    '=> 10% 503 by fault',
    '=> 45% 503 NC: no DestinationRule for "a.default.svc.cluster.local" counts for clients in namespace "istio-system", so it has no subset "v1"',
    '=> 45% b.default.svc.cluster.local:80: Deployment default/b:8080 (no sidecar) as 127.0.0.1:9080/',
  ]);
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
