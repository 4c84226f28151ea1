import { trace } from '../../../lib/routing';
import { app, gateway, object, routes, to } from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const APPS = ['a', 'b'].map((name) => app(name)).join('');
const GATEWAY = gateway('gw');
const scene = (http: string, more = {}) => mesh(APPS + GATEWAY + routes('one', http, more));

test('the first route that matches is taken, and the trace says what earlier routes need (E1)', () => {
  const model = scene(`[
    { name: admin, match: [{ uri: { prefix: /admin } }, { name: m, headers: { x-user: { exact: root } } }], ${to('b')} },
    { match: [{ uri: { prefix: /a } }], ${to('a')} }]`);
  const route = hop(model, 'http://x.com/abc', 'route');
  expect(route?.because).toBe('uri prefix "/a"');
  expect(route?.passedOver.map(({ route: { match, name }, because }) => [match, name, because])).toEqual([
    [0, 'admin', 'uri prefix "/admin"'],
    [1, 'admin.m', 'header x-user exact "root"'],
  ]);
  expect(outcome(model, 'http://x.com/x')).toBe('404 NR');
});

test('no route after a route that takes every request is taken (E3)', () => {
  const model = scene(
    `[{ match: [{ uri: { prefix: / } }], ${to('a')} }, { match: [{ uri: { exact: /b } }], ${to('b')} }]`,
  );
  expect(outcome(model, 'http://x.com/b')).toBe('a:8080');
});

test.each([
  ['port: 80', 'a:8080'],
  ['port: 8080', 'b:8080'],
  ['gateways: [gw]', 'a:8080'],
  ['gateways: [mesh]', 'b:8080'],
  ['gateways: [gw], sourceLabels: { app: no }', 'a:8080'],
  ['sourceLabels: { app: no }', 'b:8080'],
  ['sourceLabels: { istio: ingressgateway }', 'a:8080'],
  ['sourceNamespace: default', 'b:8080'],
  ['sourceNamespace: istio-system', 'a:8080'],
])('a match on %s is decided for each proxy (E2)', (match, expected) => {
  expect(outcome(scene(`[{ match: [{ ${match} }], ${to('a')} }, { ${to('b')} }]`), 'http://x.com/')).toBe(
    expected,
  );
});

test.each([
  ['{ uri: /new }', 'http://x.com/a?b=c', '301 http://x.com/new?b=c'],
  ['{ uri: "/new?d=e" }', 'http://x.com/a?b=c', '301 http://x.com/new?d=e'],
  ['{ authority: y.com, redirectCode: 308 }', 'http://x.com/a', '308 http://y.com/a'],
  ['{ scheme: https }', 'http://x.com:80/a', '301 https://x.com/a'],
  ['{ scheme: https, port: 8443 }', 'http://x.com/a', '301 https://x.com:8443/a'],
  ['{ scheme: https, port: 443 }', 'http://x.com/a', '301 https://x.com/a'],
  ['{ derivePort: FROM_REQUEST_PORT, scheme: https }', 'http://x.com/a', '301 https://x.com:80/a'],
  ['{ authority: y.com, redirectCode: 305 }', 'http://x.com/a', '404 NR'],
])('redirect %s (F3)', (redirect, url, expected) => {
  expect(outcome(scene(`[{ redirect: ${redirect} }]`), url)).toBe(expected);
});

test.each([
  ['prefix: /api', 'rewrite: { uri: / }', '/api/x?y=z', 'x.com//x?y=z'],
  ['prefix: /', 'rewrite: { uri: /v2 }', '/x', 'x.com/v2x'],
  ['exact: /api', 'rewrite: { uri: /v2 }', '/api', 'x.com/v2'],
  ['regex: "/a.*"', 'rewrite: { uri: /v2 }', '/api', 'x.com/v2'],
  [
    'prefix: /',
    'rewrite: { uriRegexRewrite: { match: "/(a+)/", rewrite: "/\\\\1\\\\1/" } }',
    '/aa/a/?q',
    'x.com/aaaa/a/?q',
  ],
  ['prefix: /', 'rewrite: { uriRegexRewrite: { match: ".*", rewrite: /y } }', '/x?z', 'x.com/y?z'],
  ['prefix: /', 'rewrite: { uriRegexRewrite: { match: "a*", rewrite: "-" } }', '/baac', 'x.com-/-b-c-'],
  [
    'prefix: /',
    'rewrite: { authority: y.com }, headers: { request: { set: { Host: z.com } } }',
    '/',
    'y.com/',
  ],
  ['prefix: /', 'headers: { request: { set: { Host: z.com } } }', '/', 'z.com/'],
])('uri { %s } with %s (F6)', (uri, treatment, path, expected) => {
  const model = scene(`[{ match: [{ uri: { ${uri} } }], ${treatment}, ${to('a')} }]`);
  const { outcomes } = trace(model, { url: `http://x.com${path}` });
  expect(outcomes).toEqual([expect.objectContaining({ is: 'delivered' })]);
  expect(outcomes.map((one) => one.is === 'delivered' && `${one.authority}${one.path}`)).toEqual([expected]);
});

test.each([
  [
    'weights divide the requests (F7)',
    'route: [{ destination: { host: a }, weight: 1 }, { destination: { host: b }, weight: 3 }]',
    '25% a:8080, 75% b:8080',
  ],
  [
    'of several destinations, one without a weight gets nothing',
    'route: [{ destination: { host: a } }, { destination: { host: b }, weight: 3 }]',
    'b:8080',
  ],
  ['a single destination needs no weight', 'route: [{ destination: { host: a }, weight: 0 }]', 'a:8080'],
  [
    'only the share of a failing destination is lost (F14)',
    'route: [{ destination: { host: a, subset: x }, weight: 10 }, { destination: { host: b }, weight: 90 }]',
    '10% 503 NC, 90% b:8080',
  ],
  [
    'an abort (F9)',
    `fault: { abort: { httpStatus: 500, percentage: { value: 10 } } }, ${to('a')}`,
    '10% 500 fault, 90% a:8080',
  ],
  [
    'an abort of all requests',
    `fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, ${to('a')}`,
    '500 fault',
  ],
  [
    'an abort without a percentage never happens (F9)',
    `fault: { abort: { httpStatus: 500 } }, ${to('a')}`,
    'a:8080',
  ],
  ['a direct response (F5)', 'directResponse: { status: 418 }', '418 direct response'],
  ['a redirect precedes destinations (F2)', `redirect: { uri: /x }, ${to('a')}`, '301 http://x.com/x'],
])('%s', (_, route, expected) => {
  expect(outcome(scene(`[{ ${route} }]`), 'http://x.com/')).toBe(expected);
});

test.each([
  ['exact: "http://o.com"', '', '200 CORS preflight'],
  ['exact: "http://p.com"', '', 'a:8080'],
  ['exact: "http://p.com"', 'unmatchedPreflights: IGNORE', '200 CORS preflight'],
])('a preflight where %s is allowed %s (F13)', (origin, more, expected) => {
  const model = scene(`[{ corsPolicy: { allowOrigins: [{ ${origin} }], ${more} }, ${to('a')} }]`);
  const headers = { origin: 'http://o.com', 'access-control-request-method': 'PUT' };
  expect(outcome(model, { url: 'http://x.com/', method: 'OPTIONS', headers })).toBe(expected);
  expect(outcome(model, { url: 'http://x.com/', headers })).toBe('a:8080');
});

test('the trace tells what a route does to a request', () => {
  const model = scene(
    `[{ timeout: 3s, mirror: { host: b }, fault: { delay: { fixedDelay: 1s, percent: 5 } }, ${to('a')} }]`,
  );
  expect(hop(model, 'http://x.com/', 'treatment')).toMatchObject({
    hop: 'treatment',
    delay: { duration: '1s', percentage: 5 },
    timeout: '3s',
    mirrors: [
      {
        destination: { host: 'b.default.svc.cluster.local', port: 80 },
        percentage: 100,
        endpoints: [{ workload: { name: 'b' }, port: 8080 }],
      },
    ],
    retries: {
      attempts: 2,
      retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
    },
  });
});

describe('delegates', () => {
  const delegate = (http: string, more = '') =>
    object('VirtualService', 'leaves/leaf', `{ http: ${http}, ${more} }`);
  const root = (match: string) =>
    `[{ match: ${match}, delegate: { name: leaf, namespace: leaves } }, { ${to('b')} }]`;
  const traced = (match: string, leaf: string, path = '/api/v1') =>
    outcome(
      mesh(APPS + app('leaves/c') + GATEWAY + routes('one', root(match)) + leaf),
      `http://x.com${path}`,
    );

  test.each([
    [
      'both matches must hold (C4)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ match: [{ uri: { prefix: /api/v1 } }], ${to('c')} }]`),
      'c:8080',
    ],
    [
      'a delegate without a match takes the match of the root (C4)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ ${to('c')} }]`),
      'c:8080',
    ],
    [
      'a delegate cannot widen the match of the root (C4)',
      '[{ uri: { prefix: /api/v1 } }]',
      delegate(`[{ match: [{ uri: { prefix: /api } }], ${to('c')} }]`),
      'b:8080',
    ],
    [
      'a regex cannot be compared (C4)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ match: [{ uri: { regex: "/api/.*" } }], ${to('c')} }]`),
      'b:8080',
    ],
    [
      'an empty prefix of the root conflicts with every path of a delegate (W12)',
      '[{ uri: { prefix: "" } }]',
      delegate(`[{ match: [{ uri: { prefix: /api } }], ${to('c')} }]`),
      'b:8080',
    ],
    [
      'an empty prefix of a delegate widens the match of the root (W12)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ match: [{ uri: { prefix: "" } }], ${to('c')} }]`),
      'b:8080',
    ],
    [
      'two empty texts conflict (W12)',
      '[{ headers: { x: { exact: "" } } }]',
      delegate(`[{ match: [{ headers: { x: { exact: "" } } }], ${to('c')} }]`),
      'b:8080',
    ],
    [
      'a match of the root without a path leaves the path to the delegate (C4)',
      '[{ method: { exact: GET } }]',
      delegate(`[{ match: [{ uri: { prefix: /api } }], ${to('c')} }]`),
      'c:8080',
    ],
    [
      'a delegate must be visible (C3)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ ${to('c')} }]`, 'exportTo: ["."]'),
      'b:8080',
    ],
    [
      'a delegate must have no hosts (C3)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ ${to('c')} }]`, 'hosts: [x.com]'),
      'b:8080',
    ],
    [
      'a delegate cannot delegate (C3)',
      '[{ uri: { prefix: /api } }]',
      delegate(`[{ match: [{ uri: { prefix: /api/v1 } }], delegate: { name: more } }, { ${to('c')} }]`) +
        object('VirtualService', 'leaves/more', `{ http: [{ ${to('c')} }] }`),
      'b:8080',
    ],
    ['a delegate must exist (C3)', '[{ uri: { prefix: /api } }]', '', 'b:8080'],
  ])('%s', (_, match, leaf, expected) => expect(traced(match, leaf)).toBe(expected));

  test('the model reports a delegate that delegates (C3)', () => {
    const leaf = delegate('[{ delegate: { name: more } }]');
    expect(mesh(GATEWAY + routes('one', root('[{ uri: { prefix: /api } }]')) + leaf).problems).toEqual([
      {
        object: { kind: 'VirtualService', namespace: 'leaves', name: 'leaf' },
        because: 'spec.http[0].delegate is in a VirtualService without hosts, and a delegate cannot delegate',
      },
    ]);
  });

  test('a route refers to its delegate and the place in it', () => {
    const leaf = delegate(`[{ name: leafy, ${to('c')} }]`);
    const model = mesh(APPS + GATEWAY + routes('one', root('[{ uri: { prefix: /api } }]')) + leaf);
    expect(hop(model, 'http://x.com/api', 'route')?.route).toEqual({
      virtualService: { kind: 'VirtualService', namespace: 'default', name: 'one' },
      delegate: { kind: 'VirtualService', namespace: 'leaves', name: 'leaf' },
      protocol: 'http',
      index: 0,
      delegateIndex: 0,
      match: 0,
      name: 'leafy',
    });
  });
});

test('a VirtualService with an invalid regular expression is ignored, and the model reports it', () => {
  const model = scene(`[{ match: [{ uri: { regex: "[" } }], ${to('a')} }]`);
  expect(outcome(model, 'http://x.com/')).toBe('404 NR');
  expect(model.problems).toEqual([
    {
      object: { kind: 'VirtualService', namespace: 'default', name: 'one' },
      because: expect.stringContaining('"[" is not a regular expression that RE2 can read'),
    },
  ]);
});
