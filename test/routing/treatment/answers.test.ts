import { describeTrace, type TraceRequest, trace } from '../../../lib/routing';
import { app, authorizationPolicy, gateway, requestAuthentication, routes, to } from '../../scene';
import { mesh, outcome } from '../outcomes';

const scene = (http: string, more = '') => mesh(app('a') + gateway('gw') + routes('one', http) + more);
const grpc = (path: string, contentType = 'application/grpc'): TraceRequest => ({
  url: `http://x.com${path}`,
  headers: { 'content-type': contentType },
});
const lastLine = (...args: Parameters<typeof trace>) => describeTrace(trace(...args)).at(-1);

const ANSWERS = scene(`[
  { match: [{ uri: { prefix: /404 } }], directResponse: { status: 404 } },
  { match: [{ uri: { prefix: /418 } }], directResponse: { status: 418, body: { string: tea } } },
  { match: [{ uri: { prefix: /503 } }], fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, ${to('a')} },
  { match: [{ uri: { prefix: /found } }], redirect: { uri: /x } },
  { match: [{ uri: { prefix: /gone } }], ${to('gone')} },
  { match: [{ uri: { prefix: /a } }], ${to('a')} }]`);

test.each([
  ['/404', '=> 200, gRPC UNIMPLEMENTED (direct response)'],
  ['/418', '=> 200, gRPC UNKNOWN "tea" (direct response)'],
  ['/503', '=> 200, gRPC UNAVAILABLE (fault)'],
  ['/found', '=> 200, gRPC UNKNOWN (redirect to http://x.com/x)'],
])('a gRPC client of %s gets HTTP 200 and a gRPC status (W9)', (path, expected) => {
  expect(lastLine(ANSWERS, grpc(path))).toBe(expected);
  expect(lastLine(ANSWERS, grpc(path, 'application/grpc+proto'))).toBe(expected);
});

test('a gRPC client that no route takes gets UNIMPLEMENTED, and UNAVAILABLE without a destination (W9)', () => {
  expect(trace(ANSWERS, grpc('/none')).outcomes).toMatchObject([
    { is: 'failed', status: 200, grpcStatus: 'UNIMPLEMENTED', flag: 'NR' },
  ]);
  expect(trace(ANSWERS, grpc('/gone')).outcomes).toMatchObject([
    { is: 'failed', grpcStatus: 'UNAVAILABLE', flag: 'NC' },
  ]);
  expect(lastLine(ANSWERS, grpc('/none'))).toContain('=> 200, gRPC UNIMPLEMENTED, NR (no route): ');
});

test.each(['application/grpc-web', 'application/json', 'APPLICATION/GRPC', 'application/grpcx'])(
  'Envoy does not take %s for gRPC (W9)',
  (contentType) => {
    expect(outcome(ANSWERS, grpc('/404', contentType))).toBe('404 direct response');
    expect(outcome(ANSWERS, grpc('/found', contentType))).toBe('301 http://x.com/x');
  },
);

test('a request that Envoy does not read is no gRPC call (W14)', () => {
  expect(lastLine(ANSWERS, { ...grpc('/a'), method: 'get' })).toMatch(/^=> 400: /);
});

test('a destination answers gRPC clients itself (W9)', () => {
  expect(outcome(ANSWERS, grpc('/a'))).toBe('a:8080');
});

test('a policy and a token that deny a gRPC call give PERMISSION_DENIED and UNAUTHENTICATED (W9)', () => {
  const deny = authorizationPolicy(
    'istio-system/deny',
    '{ action: DENY, rules: [{ to: [{ operation: { paths: [/x] } }] }] }',
  );
  expect(trace(scene(`[{ ${to('a')} }]`, deny), grpc('/x')).outcomes).toMatchObject([
    { is: 'denied', status: 200, grpcStatus: 'PERMISSION_DENIED' },
  ]);
  const tokens = requestAuthentication('istio-system/tokens', '{ jwtRules: [{ issuer: me, jwks: "{}" }] }');
  const stranger = { ...grpc('/'), headers: { ...grpc('/').headers, authorization: 'Bearer x' } };
  expect(trace(scene(`[{ ${to('a')} }]`, tokens), stranger).outcomes).toMatchObject([
    { is: 'denied', status: 200, grpcStatus: 'UNAUTHENTICATED' },
  ]);
});

test('every client gets HTTP 200 for a fault with a gRPC status (W9)', () => {
  const model = scene(
    `[{ fault: { abort: { grpcStatus: NOT_FOUND, percentage: { value: 100 } } }, ${to('a')} }]`,
  );
  expect(lastLine(model, 'http://x.com/')).toBe('=> 200, gRPC NOT_FOUND (fault)');
  expect(lastLine(model, grpc('/'))).toBe('=> 200, gRPC NOT_FOUND (fault)');
});

test.each([
  ['new', 'http://x.com/new?a=b'],
  ['?x', 'http://x.com/?x'],
  ['#x', 'http://x.com/#x?a=b'],
  ['https://y.com/x', 'http://x.com/https://y.com/x?a=b'],
  ['/é', 'http://x.com/Ã©?a=b'],
])('redirect.uri "%s" leads to %s (W10)', (uri, location) => {
  expect(outcome(scene(`[{ redirect: { uri: "${uri}" } }]`), 'http://x.com/c?a=b')).toBe(`301 ${location}`);
});

test('a destination sees the bytes of a rewrite one by one, as HTTP/1.1 does', () => {
  const model = scene(`[{ match: [{ uri: { prefix: /p } }], rewrite: { uri: /ü }, ${to('a')} }]`);
  expect(trace(model, 'http://x.com/p/q').outcomes).toMatchObject([{ path: '/Ã¼/q' }]);
});

test('a direct response with the status of a redirect sends the client to the same URL (F5)', () => {
  const model = scene('[{ directResponse: { status: 304 } }]');
  expect(outcome(model, 'http://x.com/a?b=c')).toBe('304 http://x.com/a?b=c');
});
