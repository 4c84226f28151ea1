import { describeTrace, trace } from '../../../lib/routing';
import { app, gateway, routes, to } from '../../scene';
import { mesh } from '../outcomes';

const CORS = `corsPolicy: {
  allowOrigins: [{ exact: "https://good.example" }], allowMethods: [GET, PUT], allowHeaders: [x-a],
  exposeHeaders: [x-b, x-c], maxAge: 1m30s, allowCredentials: true }`;
const model = mesh(
  app('a') +
    gateway('gw') +
    routes('one', `[{ ${CORS}, timeout: 3s, headers: { response: { set: { x-own: b } } }, ${to('a')} }]`),
);

/** What the route does to a request of a browser from an origin. */
function treatmentOf(method: string, origin: string): string[] {
  const headers = { origin, 'access-control-request-method': 'PUT' };
  return describeTrace(trace(model, { url: 'http://x.com/', method, headers })).filter((line) =>
    /^ {2}(?:set|timeout|retries)/.test(line),
  );
}

test('the answer to a preflight has what is allowed, and nothing that the route does to other requests (F8, F13)', () => {
  expect(treatmentOf('OPTIONS', 'https://good.example')).toEqual([
    '  set response header access-control-allow-origin: https://good.example',
    '  set response header access-control-allow-credentials: true',
    '  set response header access-control-allow-methods: GET,PUT',
    '  set response header access-control-allow-headers: x-a',
    '  set response header access-control-max-age: 90',
  ]);
});

test('other responses have the origin and the headers that scripts may read (F13)', () => {
  expect(treatmentOf('GET', 'https://good.example').filter((line) => line.includes('response'))).toEqual([
    '  set response header x-own: b',
    '  set response header access-control-allow-origin: https://good.example',
    '  set response header access-control-allow-credentials: true',
    '  set response header access-control-expose-headers: x-b,x-c',
  ]);
});

test('an origin that is not allowed gets no header of CORS (F13)', () => {
  expect(treatmentOf('GET', 'https://bad.example')).toContain('  set response header x-own: b');
  expect(treatmentOf('GET', 'https://bad.example').join()).not.toContain('access-control');
});
