import { Duration } from 'cdk8s';
import 'cdk8s-istio/testing';
import type { RouteExpectation } from 'cdk8s-istio/testing';
import { mesh } from '../routing/outcomes';
import { app, gateway, object, routes, to } from '../scene';
import { failure } from './failure';

const delay = (value: number) => `fault: { delay: { fixedDelay: 7s, percentage: { value: ${value} } } }`;
const MODEL = mesh(
  app('a') +
    app('b') +
    app('c') +
    app('bare', { sidecar: false }) +
    gateway('gw') +
    object(
      'ServiceEntry',
      'outside',
      '{ hosts: ["*.example.com"], ports: [{ number: 80, name: http, protocol: HTTP }] }',
    ) +
    routes(
      'routes',
      `[{ match: [{ uri: { prefix: /timed } }], ${to('a')}, timeout: 60s },
        { match: [{ uri: { prefix: /unlimited } }], ${to('a')}, timeout: 0s },
        { match: [{ uri: { prefix: /retried } }], ${to('a')},
          retries: { attempts: 3, perTryTimeout: 2s, retryOn: "gateway-error,reset" } },
        { match: [{ uri: { prefix: /once } }], ${to('a')}, retries: { attempts: 0 } },
        { match: [{ uri: { prefix: /late } }], ${to('a')}, ${delay(100)} },
        { match: [{ uri: { prefix: /sometimes } }], ${to('a')}, ${delay(10)} },
        { match: [{ uri: { prefix: /copied } }], ${to('a')}, mirror: { host: b } },
        { match: [{ uri: { prefix: /twice } }], ${to('a')},
          mirrors: [{ destination: { host: b }, percentage: { value: 10 } }, { destination: { host: c } }] },
        { match: [{ uri: { prefix: /bare } }], ${to('bare')} },
        { ${to('a')} }]`,
    ),
);

const url = (path: string) => `http://a.com${path}`;
type Options = Omit<RouteExpectation, 'to'>;

test.each<[boolean, string, Options, string?]>([
  [true, '/timed', { within: '60s' }],
  [true, '/timed', { within: '1m' }],
  [true, '/timed', { within: Duration.minutes(1) }],
  [false, '/timed', { within: '59s' }],
  [false, '/timed', { within: '0s' }],
  [true, '/unlimited', { within: '0s' }],
  [true, '/', { within: '0s' }],
  [false, '/', { within: '5s' }],

  [true, '/retried', { retries: 3 }],
  [true, '/retried', { retries: { attempts: 3, retryOn: 'reset, gateway-error', perTryTimeout: '2000ms' } }],
  [false, '/retried', { retries: 2 }],
  [false, '/retried', { retries: { attempts: 3, retryOn: 'reset' } }],
  [false, '/retried', { retries: { attempts: 3, perTryTimeout: '1s' } }],
  [true, '/once', { retries: 0 }],
  [true, '/', { retries: 2 }],
  [false, '/', { retries: 0 }],

  [true, '/late', { delay: '7s' }],
  [true, '/late', { delay: { duration: Duration.seconds(7) } }],
  [false, '/late', {}],
  [false, '/late', { delay: '8s' }],
  [false, '/late', { delay: '0s' }],
  [false, '/sometimes', {}],
  [false, '/sometimes', { delay: '7s' }],
  [true, '/sometimes', { delay: { duration: '7s', percentage: 10 } }],
  [false, '/', { delay: '7s' }],
  [true, '/', { delay: '0s' }],

  [true, '/', { tls: 'mutual TLS of the mesh' }],
  [false, '/', { tls: 'plaintext' }],
  [true, '/bare', { tls: 'plaintext' }],

  [true, '/copied', { mirrored: 'b' }],
  [true, '/copied', { mirrored: ['b.default.svc.cluster.local'] }],
  [true, '/copied', { mirrored: { to: 'default/b', percentage: 100 } }],
  [false, '/copied', { mirrored: 'c' }],
  [false, '/copied', { mirrored: { to: 'b', percentage: 10 } }],
  [false, '/copied', { mirrored: [] }],
  [false, '/twice', { mirrored: 'c' }],
  [true, '/twice', { mirrored: ['c', { to: 'b', percentage: 10 }] }],
  [true, '/', { mirrored: [] }],
  [false, '/', { mirrored: 'b' }],
])('%s: a request for %s is routed with %j', (isSo, path, options) => {
  const expected = { to: path === '/bare' ? 'bare' : 'a', ...options };
  const expectation = () => expect(MODEL).toRoute(url(path), expected);
  if (isSo) {
    expectation();
  } else {
    expect(failure(expectation)).toMatch(/^Expected: to "a"/m);
  }
});

test('requests that are delayed go there as well', () => {
  expect(failure(() => expect(MODEL).not.toRoute(url('/late'), { to: 'a' }))).toMatch(
    /^Expected: not to "a"$/m,
  );
  expect(MODEL).not.toRoute(url('/late'), { to: 'b' });
  expect(MODEL).not.toRoute(url('/late'), { to: 'a', delay: '8s' });
});

const PLACE = 'to Deployment default/a:8080 (a.default.svc.cluster.local:80), which sees a.com';

test('a delay that is not expected is named, with how to expect it', () => {
  const message = (path: string) => failure(() => expect(MODEL).toRoute(url(path), { to: 'a' }));
  expect(message('/late')).toContain(`
Expected: to "a"
Received: ${PLACE}/late
          delay: 7s for 100%
A fault delays the requests. If that is meant, expect it: delay: '7s'

Decided by:
`);
  expect(message('/sometimes')).toContain(
    "If that is meant, expect it: delay: { duration: '7s', percentage: 10 }\n",
  );
});

test('what is received is said of everything that is expected', () => {
  const message = (path: string, options: Options) =>
    failure(() => expect(MODEL).toRoute(url(path), { to: 'a', ...options }))
      .split('\n')
      .slice(3, 9)
      .join('\n');
  expect(
    message('/retried', {
      within: Duration.seconds(5),
      retries: 2,
      delay: '7s',
      tls: 'plaintext',
      mirrored: 'b',
    }),
  ).toBe(`Expected: to "a", timeout 5s, retries 2, delay 7s for 100%, in plaintext, mirror 100% to "b"
Received: ${PLACE}/retried
          timeout: none
          retries: 3 on gateway-error,reset, 2s each
          delay: none
          in mutual TLS of the mesh`);
  expect(message('/twice', { mirrored: [] })).toContain(`Expected: to "a", mirror none
Received: ${PLACE}/twice
          mirror: 10% to b.default.svc.cluster.local:80
          mirror: 100% to c.default.svc.cluster.local:80`);
});

test.each<[object, string]>([
  [{ within: 5 }, '"within" has to be a duration, such as "5s" or Duration.seconds(5), but is 5'],
  [{ within: '5 s' }, '"within" has to be a duration, such as "5s" or Duration.seconds(5), but is "5 s"'],
  [{ within: '-5s' }, '"within" has to be a duration, such as "5s" or Duration.seconds(5), but is "-5s"'],
  [
    { delay: { fixedDelay: '7s' } },
    '"delay" has to be a duration, such as "7s" or Duration.seconds(7), or { duration, percentage }, but is {"fixedDelay":"7s"}',
  ],
  [{ retries: '3' }, '"retries" has to be a number, or { attempts, retryOn, perTryTimeout }, but is "3"'],
  [
    { tls: 'mTLS' },
    '"tls" has to be one of "mutual TLS of the mesh", "mutual TLS", "TLS", "plaintext", but is "mTLS"',
  ],
])('%j is refused', (options, message) => {
  expect(() => expect(MODEL).toRoute(url('/'), { to: 'a', ...options } as never)).toThrow(
    new Error(`toRoute: ${message}`),
  );
});
