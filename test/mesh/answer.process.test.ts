import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../cluster/answer.js');

/** What cluster/answer.js says of a response, and its exit code. */
function answer(response: string, ...args: string[]): [number | null, string] {
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...args], {
    input: response,
    encoding: 'utf8',
  });
  return [status, stdout];
}

function response(code: number, headers: string[], body = ''): string {
  return [`HTTP/1.1 ${code} Whatever`, ...headers, '', body].join('\r\n');
}

const GATEWAY = ['content-type: text/plain', 'server: istio-envoy'];
const UPSTREAM = [...GATEWAY, 'x-envoy-upstream-service-time: 3'];
const echo = (headers: object) => JSON.stringify({ path: '/', headers, os: { hostname: 'echo-1' } }, null, 2);

test.each([
  [
    0,
    'answered with HTTP 200 by pod echo-1 through the ingress gateway and, by mutual TLS, its sidecar',
    response(200, UPSTREAM, echo({ 'x-forwarded-client-cert': 'By=x' })),
  ],
  [
    0,
    'answered with HTTP 200 by pod echo-1 through the ingress gateway, without mutual TLS: does the pod have a sidecar?',
    response(200, UPSTREAM, echo({})),
  ],
  [
    0,
    'answered with HTTP 200 by a workload through the ingress gateway',
    response(200, UPSTREAM, '<h1>Shop</h1>'),
  ],
  [
    0,
    'answered with HTTP 200 by a workload through the ingress gateway',
    response(200, UPSTREAM, '{"os": {}}'),
  ],
  [0, 'answered with HTTP 200 by a workload through the ingress gateway', response(200, UPSTREAM, 'null')],
  [0, 'answered with HTTP 404 by a workload through the ingress gateway', response(404, UPSTREAM)],
  [
    0,
    'answered with HTTP 301 by the ingress gateway itself',
    response(301, ['location: https://a/', ...GATEWAY]),
  ],
  [
    0,
    'answered with HTTP 404 by the ingress gateway itself: no route takes /; --url requests another',
    response(404, GATEWAY),
  ],
  [1, 'HTTP 503: no healthy upstream', response(503, GATEWAY, 'no healthy\nupstream')],
  [1, 'HTTP 500: ', response(500, UPSTREAM)],
  [
    1,
    'HTTP 200, but not through the mesh, which sends the header "server: istio-envoy"',
    response(200, ['Server: nginx'], 'server: istio-envoy'),
  ],
  [1, 'no answer: curl: (7) Failed to connect', 'curl: (7) Failed to connect\n'],
  [1, 'no answer: ', ''],
])('exits %i with: %s', (code, said, text) => {
  expect(answer(text)).toEqual([code, `${said}\n`]);
});

test('HTTP/2, whose status line has no reason', () => {
  expect(answer('HTTP/2 200 \r\nserver: istio-envoy\r\n\r\n')).toEqual([
    0,
    'answered with HTTP 200 by the ingress gateway itself\n',
  ]);
});

test('a URL that was named must have a route', () => {
  const url = 'http://shop.example.com/';
  expect(answer(response(404, GATEWAY), url)).toEqual([
    1,
    'HTTP 404 by the ingress gateway itself: no route takes it\n',
  ]);
  expect(answer(response(404, UPSTREAM), url)[0]).toBe(0);
  expect(answer(response(301, GATEWAY), url)[0]).toBe(0);
  // ./mesh passes an empty word where no URL was named.
  expect(answer(response(404, GATEWAY), '')[0]).toBe(0);
});
