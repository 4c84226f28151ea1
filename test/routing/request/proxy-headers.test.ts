import { app, authorizationPolicy, gateway, routes, to } from '../../scene';
import { mesh, outcome } from '../outcomes';

type Headers = Readonly<Record<string, string | readonly string[]>>;

const model = (condition: string, more = '') =>
  mesh(
    app('a') +
      app('client') +
      gateway('gw') +
      routes(
        'one',
        `[{ match: [{ headers: { ${condition} } }], directResponse: { status: 299 } }, { ${to('a')} }]`,
        {
          hosts: '[x.com]',
          gateways: '[default/gw, mesh]',
        },
      ) +
      more,
  );
const isSeen = (condition: string, headers: Headers, from: 'gateway' | 'mesh:default/client' = 'gateway') =>
  outcome(model(condition), { url: 'http://x.com/', headers, from }) === '299 direct response';

test.each([
  ['x-request-id', {}, true],
  ['x-envoy-external-address', {}, true],
  ['x-forwarded-proto', {}, true],
  ['x-forwarded-for', {}, true],
  ['x-forwarded-host', {}, false],
  ['content-length', {}, false],
  ['x-forwarded-host', { 'x-forwarded-host': 'b' }, true],
  ['te', { te: 'trailers' }, true],
  ['te', { te: 'gzip' }, false],
  ['connection', { connection: 'keep-alive' }, false],
  ['keep-alive', { 'keep-alive': 'timeout=5' }, false],
  ['x-envoy-internal', { 'x-envoy-internal': 'true' }, false],
  ['x-envoy-original-path', { 'x-envoy-original-path': '/b' }, false],
  ['x-envoy-decorator-operation', { 'x-envoy-decorator-operation': 'x' }, false],
  ['upgrade', { upgrade: 'h2c' }, false],
  ['upgrade', { connection: 'keep-alive, Upgrade', upgrade: 'websocket' }, true],
])('header %s of a request with %j is there at a gateway: %s (W15)', (name, headers: Headers, expected) =>
  expect(isSeen(`${name}: {}`, headers)).toBe(expected),
);

test('a gateway writes the address of the client into x-envoy-external-address, whatever the client sends (W15)', () => {
  const exact = model('x-envoy-external-address: { exact: 198.51.100.7 }');
  const headers = { 'x-envoy-external-address': '192.0.2.1' };
  expect(outcome(exact, { url: 'http://x.com/', headers, clientIp: '198.51.100.7' })).toBe(
    '299 direct response',
  );
});

test('a gateway replaces the x-request-id of a client (W15)', () => {
  expect(isSeen('x-request-id: { exact: mine }', { 'x-request-id': 'mine' })).toBe(false);
});

test('a sidecar drops what is for one connection, and believes its application (W15)', () => {
  const from = 'mesh:default/client';
  expect(isSeen('connection: {}', { connection: 'keep-alive' }, from)).toBe(false);
  expect(isSeen('x-request-id: {}', {}, from)).toBe(true);
  expect(isSeen('x-request-id: { exact: mine }', { 'x-request-id': 'mine' }, from)).toBe(true);
  expect(isSeen('x-envoy-external-address: {}', {}, from)).toBe(false);
  expect(isSeen('x-envoy-decorator-operation: {}', { 'x-envoy-decorator-operation': 'x' }, from)).toBe(true);
});

test.each([
  ['x-a', ' a ', true],
  ['x-a', '\ta', true],
  ['accept', ['', 'a'], true],
  ['accept', ['a', ''], true],
  ['authorization', ['', 'a'], true],
  ['x-a', ['', 'a'], false],
  ['cookie', ['a', ''], false],
  ['cookie', ['a', 'b'], false],
])('header %s with %j is "a": %s (E6, W15)', (name, value, expected) =>
  expect(isSeen(`${name}: { exact: a }`, { [name]: value })).toBe(expected),
);

test('the policies of a gateway see the same headers as its routes (W15)', () => {
  const deny = authorizationPolicy(
    'istio-system/deny',
    '{ action: DENY, rules: [{ when: [{ key: "request.headers[connection]", values: ["*"] }] }] }',
  );
  const request = { url: 'http://x.com/', headers: { connection: 'keep-alive' } };
  expect(outcome(model('x-none: {}', deny), request)).toBe('a:8080');
});
