import { describeTrace, trace } from '../../../lib/routing';
import { app, gateway, routes, service, to } from '../../scene';
import { mesh, outcome } from '../outcomes';

const GATEWAY = gateway('gw');
const scene = (http: string, more = '') =>
  mesh(app('a') + app('client') + GATEWAY + routes('one', http) + more);
const HTTPS = `[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] },
  { port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.org"], tls: { mode: SIMPLE, credentialName: c } }]`;
const CLAIM = '"@request.auth.claims.role"';

test.each([
  ['a claim condition without a value', `match: [{ headers: { ${CLAIM}: {} } }], ${to('a')}`],
  ['a claim that must be absent', `match: [{ withoutHeaders: { ${CLAIM}: {} } }], ${to('a')}`],
  ['a claim that must not be "*"', `match: [{ withoutHeaders: { ${CLAIM}: { regex: "*" } } }], ${to('a')}`],
  ['a direct response with status 600', 'match: [{ uri: { prefix: /x } }], directResponse: { status: 600 }'],
  [
    'a redirect with status 304',
    'match: [{ uri: { prefix: /x } }], redirect: { redirectCode: 304, uri: /y }',
  ],
  [
    'a fault with status 600',
    `match: [{ uri: { prefix: /x } }], fault: { abort: { httpStatus: 600, percentage: { value: 1 } } }, ${to('a')}`,
  ],
])('Envoy refuses all routes of a port for %s (W11)', (_, route) => {
  const model = scene(`[{ ${route} }, { ${to('a')} }]`);
  expect(outcome(model, 'http://x.com/')).toBe('404 NR');
  expect(outcome(model, 'http://y.com/z')).toBe('404 NR');
});

test.each([
  ['a claim with a value', `match: [{ headers: { ${CLAIM}: { exact: a } } }], ${to('a')}`],
  [
    'a claim that is not empty',
    `match: [{ withoutHeaders: { ${CLAIM}: { exact: "" } } }], directResponse: { status: 599 }`,
  ],
  ['a header without a value', `match: [{ headers: { x-a: {} } }], ${to('a')}`],
  [
    'a redirect with a direct response beside it',
    `match: [{ uri: { exact: /x } }], redirect: { uri: /y }, directResponse: { status: 600 }`,
  ],
])('Envoy takes routes with %s (W11)', (_, route) => {
  expect(outcome(scene(`[{ ${route} }, { ${to('a')} }]`), 'http://x.com/')).not.toBe('404 NR');
});

test('the trace names the route for which Envoy refuses the others (W11)', () => {
  const model = scene(
    `[{ match: [{ uri: { prefix: /x } }], directResponse: { status: 600 } }, { ${to('a')} }]`,
  );
  expect(describeTrace(trace(model, 'http://x.com/')).at(-1)).toBe(
    '=> 404 NR (no route): Envoy refuses all routes of this port because of VirtualService default/one http[0] match[0]: directResponse.status 600 is not from 200 to 599; a proxy that runs already keeps its old routes',
  );
});

test('a route that is not built for a server costs it nothing (W11)', () => {
  const model = mesh(
    app('a') +
      gateway('gw', HTTPS) +
      routes('one', `[{ match: [{ port: 80 }], directResponse: { status: 600 } }, { ${to('a')} }]`),
  );
  expect(outcome(model, 'http://x.org/')).toBe('404 NR');
  expect(outcome(model, 'https://x.org/')).toBe('a:8080');
});

test('Envoy refuses the routes of a sidecar for a port, those of hosts that it does not know included (W11)', () => {
  const bad = routes('bad', '[{ directResponse: { status: 600 } }]', {
    hosts: '[v.com]',
    gateways: '[mesh]',
  });
  const model = mesh(app('a', { morePorts: ['{ name: http-b, port: 81 }'] }) + app('client') + bad);
  const from = 'mesh:default/client' as const;
  expect(outcome(model, { url: 'http://a/', from })).toBe('404 NR');
  expect(outcome(model, { url: 'http://none.test/', from })).toBe('404 NR');
  expect(outcome(model, { url: 'http://a:81/', from })).toBe('a:81');
});

test('a Service whose protocol is detected has routes of its own (W11)', () => {
  const bad = routes('bad', '[{ directResponse: { status: 600 } }]', { hosts: '[b]', gateways: '[mesh]' });
  const any = '{ name: any, port: 7000, targetPort: 8080 }';
  const model = mesh(app('a', { morePorts: [any] }) + service('b', any) + app('client') + bad);
  const from = 'mesh:default/client' as const;
  expect(outcome(model, { url: 'http://b:7000/', from })).toBe('404 NR');
  expect(outcome(model, { url: 'http://a:7000/', from })).toBe('a:8080');
});
