import { describeTrace, type TraceRequest, trace } from '../../../lib/routing';
import { app, deployment, gateway, object, routes, service, to } from '../../scene';
import { mesh, outcome } from '../outcomes';

const SCENE = app('a') + gateway('gw') + routes('one', `[{ ${to('a')} }]`);
const GATEWAY = mesh(SCENE);

test.each(['get', 'FOO', 'M-SEARCH', 'QUERY', 'PRI', 'CONNECT'])(
  'Envoy does not accept method %s over HTTP/1.1 (W14)',
  (method) => expect(outcome(GATEWAY, { url: 'http://x.com/', method })).toBe('400'),
);

test.each(['PROPFIND', 'PURGE', 'SEARCH', 'UNSUBSCRIBE'])('Envoy accepts method %s (W14)', (method) =>
  expect(outcome(GATEWAY, { url: 'http://x.com/', method })).toBe('a:8080'),
);

test.each([
  ['/%00', '400'],
  ['/?q=%00', 'a:8080'],
  ['/é', '400'],
  ['/?q=é', '400'],
  ['/%c3%a9', 'a:8080'],
])('%s is answered %s (W13, W14)', (target, expected) =>
  expect(outcome(GATEWAY, `http://x.com${target}`)).toBe(expected),
);

test.each([
  ['x.com/', '400'],
  ['é.com', '400'],
  ['x com', '400'],
  ['user@x.com', 'a:8080'],
  ['[::1]:80', 'a:8080'],
])('a request with Host "%s" is answered %s (W14)', (host, expected) =>
  expect(outcome(GATEWAY, { url: 'http://x.com/', headers: { host } })).toBe(expected),
);

test('a mesh that does not normalise paths lets an encoded NUL pass (W13)', () => {
  const model = mesh(SCENE, { mesh: { pathNormalization: { normalization: 'NONE' } } });
  expect(outcome(model, 'http://x.com/%00')).toBe('a:8080');
});

test('the trace says why a request is bad', () => {
  expect(describeTrace(trace(GATEWAY, { url: 'http://x.com/', method: 'get' })).at(-1)).toBe(
    '=> 400: Envoy does not accept the method "get" over HTTP/1.1',
  );
});

test('a sidecar answers a bad request on an HTTP port, and forwards an unknown method as bytes where it detects the protocol (W14)', () => {
  const model = mesh(
    app('a') + service('a-any', '{ name: any, port: 7000 }') + deployment('a-any') + app('c'),
  );
  const from = 'mesh:default/c' as const;
  const ask = (request: TraceRequest) => outcome(model, { ...request, from });
  expect(ask({ url: 'http://a/', method: 'FOO' })).toBe('400');
  expect(ask({ url: 'http://none.test/%00' })).toBe('400');
  expect(ask({ url: 'http://a-any:7000/', method: 'FOO' })).toBe('a-any:7000');
  expect(ask({ url: 'http://a-any:7000/%00' })).toBe('400');
});

test('bytes that a gateway forwards are not read (W14)', () => {
  const servers = '[{ port: { number: 80, name: tcp, protocol: TCP }, hosts: ["*"] }]';
  const bytes = object(
    'VirtualService',
    'one',
    `{ hosts: ["*"], gateways: [gw], tcp: [{ route: [{ destination: { host: a, port: { number: 80 } } }] }] }`,
  );
  const model = mesh(app('a', { sidecar: false }) + gateway('gw', servers) + bytes);
  expect(outcome(model, { url: 'http://x.com/', method: 'FOO' })).toBe('a:8080');
});
