import { App, Chart } from 'cdk8s';
import { Gateway, PathMatch, Server, VirtualService } from 'cdk8s-istio';
import { matchers, type RoutingMatchers } from 'cdk8s-istio/testing';
import type { TraceRequest } from '../../lib/routing';
import { mesh } from '../routing/outcomes';
import { app, gateway, object, routes, to } from '../scene';
import { failure } from './failure';

const SUBSETS = object(
  'DestinationRule',
  'versions',
  '{ host: a, subsets: [{ name: v1, labels: { version: v1 } }] }',
);
const paired = (replicas: number) =>
  `{ replicas: ${replicas}, template: { metadata: { labels: { tier: pair } }, spec: { containers: [{ name: istio-proxy }] } } }`;
/** Deployment "one" has a quarter of the pods. */
const PAIR =
  object('Service', 'pair', '{ selector: { tier: pair }, ports: [{ name: http, port: 80 }] }') +
  object('Deployment', 'one', paired(1)) +
  object('Deployment', 'three', paired(3));
const MODEL = mesh(
  app('a') +
    app('b') +
    app('shop/c') +
    gateway('gw') +
    SUBSETS +
    PAIR +
    routes(
      'routes',
      `[{ match: [{ uri: { prefix: /split } }, { uri: { prefix: /partly } }],
          route: [{ destination: { host: a, subset: v1 }, weight: 2 }, { destination: { host: b }, weight: 1 }] },
        { match: [{ uri: { prefix: /shop/ } }], rewrite: { uri: /, authority: shop.internal },
          ${to('c.shop.svc.cluster.local')} },
        { match: [{ uri: { prefix: /old } }], redirect: { uri: /new, redirectCode: 308 } },
        { match: [{ uri: { prefix: /direct } }], directResponse: { status: 418, body: { string: tea } } },
        { match: [{ uri: { prefix: /flaky } }], ${to('a')},
          fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } },
        { match: [{ uri: { prefix: /gone } }], ${to('gone')} },
        { match: [{ uri: { prefix: /pair } }], ${to('pair')} },
        { match: [{ uri: { prefix: /a } }], ${to('a')} },
        { match: [{ uri: { prefix: /b } }], ${to('b')} }]`,
    ) +
    object(
      'AuthorizationPolicy',
      'closed',
      '{ selector: { matchLabels: { app: b } }, action: DENY, rules: [{ to: [{ operation: { paths: [/b, /partly] } }] }] }',
    ),
);

test.each<['all' | 'some' | 'none', string, keyof RoutingMatchers<void>, object]>([
  ['all', '/a', 'toRoute', { to: 'a' }],
  ['all', '/a', 'toRoute', { to: 'default/a' }],
  ['all', '/a', 'toRoute', { to: 'a.default.svc.cluster.local' }],
  ['all', '/a', 'toRoute', { to: 'a', weight: 100 }],
  ['none', '/a', 'toRoute', { to: 'b' }],
  ['none', '/a', 'toRoute', { to: 'shop/a' }],
  ['none', '/a', 'toRoute', { to: 'a.default' }],
  ['none', '/a', 'toRoute', { to: 'a', subset: 'v1' }],
  ['none', '/a', 'toRoute', { to: 'a', weight: 50 }],
  ['all', '/shop/', 'toRoute', { to: 'shop/c' }],
  ['some', '/split', 'toRoute', { to: 'a' }],
  ['some', '/split', 'toRoute', { to: 'b' }],
  ['some', '/split', 'toRoute', { to: 'a', subset: 'v1' }],
  ['none', '/split', 'toRoute', { to: 'a', subset: 'v2' }],
  ['all', '/split', 'toRoute', { to: 'a', weight: 66.67 }],
  ['all', '/split', 'toRoute', { to: 'b', weight: 33.33 }],
  ['none', '/split', 'toRoute', { to: 'b', weight: 33 }],
  ['all', '/pair', 'toRoute', { to: 'pair.default.svc.cluster.local' }],
  ['all', '/pair', 'toRoute', { to: 'one', weight: 25 }],
  ['all', '/pair', 'toRoute', { to: 'three', weight: 75 }],
  ['all', '/flaky', 'toRoute', { to: 'a', weight: 90 }],
  ['some', '/flaky', 'toRoute', { to: 'a' }],
  ['none', '/old', 'toRoute', { to: 'a' }],
  ['none', '/gone', 'toRoute', { to: 'gone.default.svc.cluster.local' }],

  ['all', '/old', 'toRedirect', {}],
  ['all', '/old', 'toRedirect', { to: 'http://a.com/new', status: 308 }],
  ['none', '/old', 'toRedirect', { to: 'http://a.com/', status: 308 }],
  ['none', '/old', 'toRedirect', { to: 'http://a.com/new', status: 301 }],
  ['none', '/a', 'toRedirect', {}],

  ['all', '/b', 'toDeny', {}],
  ['all', '/b', 'toDeny', { by: 'closed', status: 403 }],
  ['all', '/b', 'toDeny', { by: 'default/closed' }],
  ['none', '/b', 'toDeny', { by: 'others' }],
  ['none', '/b', 'toDeny', { status: 401 }],
  ['some', '/partly', 'toDeny', {}],
  ['none', '/a', 'toDeny', {}],
  ['none', '/unknown', 'toDeny', {}],

  ['all', '/direct', 'toAnswer', { status: 418 }],
  ['all', '/direct', 'toAnswer', { status: 418, body: 'tea' }],
  ['none', '/direct', 'toAnswer', { status: 418, body: 'coffee' }],
  ['none', '/direct', 'toAnswer', { status: 200 }],
  ['all', '/old', 'toAnswer', { status: 308 }],
  ['none', '/old', 'toAnswer', { status: 308, body: '' }],
  ['all', '/b', 'toAnswer', { status: 403 }],
  ['all', '/gone', 'toAnswer', { status: 503 }],
  ['all', '/unknown', 'toAnswer', { status: 404 }],
  ['some', '/flaky', 'toAnswer', { status: 503 }],
  ['none', '/a', 'toAnswer', { status: 200 }],

  ['all', '/shop/cart?id=1', 'toRewrite', { path: '/cart' }],
  ['all', '/shop/cart?id=1', 'toRewrite', { path: '/cart?id=1' }],
  ['all', '/shop/cart', 'toRewrite', { path: '/cart', authority: 'shop.internal' }],
  ['all', '/shop/cart', 'toRewrite', { authority: 'shop.internal' }],
  ['none', '/shop/cart', 'toRewrite', { path: '/shop/cart' }],
  ['none', '/shop/cart?id=1', 'toRewrite', { path: '/cart?id=2' }],
  ['none', '/shop/cart', 'toRewrite', { path: '/cart', authority: 'a.com' }],
  ['some', '/flaky', 'toRewrite', { path: '/flaky' }],
  ['none', '/old', 'toRewrite', { path: '/new' }],
])('%s %s %s %j', (verdict, path, matcher, expected) => {
  const request = `http://a.com${path}`;
  const positive = () => expect(MODEL)[matcher](request, expected as never);
  const negative = () => expect(MODEL).not[matcher](request, expected as never);
  if (verdict === 'all') {
    positive();
  } else {
    expect(failure(positive)).toMatch(/^Expected: (?!not )/m);
  }
  if (verdict === 'none') {
    negative();
  } else {
    expect(failure(negative)).toMatch(/^Expected: not /m);
  }
});

test('a host outside the mesh is reached by its name', () => {
  const model = mesh(app('a'));
  const request: TraceRequest = { url: 'https://www.example.com/', from: 'mesh:default/a' };
  expect(model).toRoute(request, { to: 'www.example.com' });
  expect(model).not.toRoute(request, { to: 'example.com' });
  // The mesh has no host of that name, so a workload of that name is not the destination.
  expect(model).not.toRoute({ url: 'http://b/', from: 'mesh:default/a' }, { to: 'b' });
});

test('where a trace is not modelled, expectations and their opposites fail', () => {
  const model = mesh(
    app('a') +
      gateway('gw') +
      routes('routes', `[{ ${to('a')} }]`) +
      object('EnvoyFilter', 'istio-system/lua', '{ configPatches: [{ match: { context: GATEWAY } }] }'),
  );
  for (const expectation of [
    () => expect(model).toRoute('http://a.com/', { to: 'a' }),
    () => expect(model).not.toRoute('http://a.com/', { to: 'a' }),
    () => expect(model).toRoute('http://a.com/', { to: 'a', weight: 100 }),
    () => expect(model).not.toRoute('http://a.com/', { to: 'a', weight: 100 }),
    () => expect(model).not.toDeny('http://a.com/'),
  ]) {
    expect(failure(expectation)).toContain(
      'Received: not modelled, because of EnvoyFilter istio-system/lua: ' +
        'what EnvoyFilters do to requests is not modelled\n',
    );
  }
});

test('an app is read when it is expected', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'default', disableResourceNameHashes: true });
  const routed = new VirtualService(chart, 'routes', {
    hosts: ['*'],
    gateways: [new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] })],
  });
  routed.addHttpRoute({ match: [{ path: PathMatch.exact('/x') }], directResponse: { status: 200 } });
  expect(chart).toAnswer('http://a.com/', { status: 404 });
  routed.addHttpRoute({ directResponse: { status: 418 } });
  expect(App.of(chart)).toAnswer('http://a.com/', { status: 418 });
  expect(chart.toJson()).toAnswer('http://a.com/', { status: 418 });
});

const SHOP = mesh(
  app('web') +
    gateway('gw') +
    routes(
      'routes',
      `[{ match: [{ uri: { exact: /cart } }], redirect: { uri: /basket } }, { ${to('web')} }]`,
    ) +
    object(
      'AuthorizationPolicy',
      'no-writing',
      '{ action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }] }',
    ),
);
const WAY_IN = `The whole way:
  gateway: Service istio-system/istio-ingressgateway port 80 -> Pod istio-system/istio-ingressgateway port 8080
  server: Gateway default/gw servers[0] (80 HTTP), HTTP for *
  virtual host: * of VirtualService default/routes`;
const WAY_ON = `    retries: 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes
  destination: web.default.svc.cluster.local:80
    service: Service default/web port 80 (http) -> target port 8080
    mutual TLS of the mesh -> Deployment default/web:8080, whose sidecar accepts mutual TLS and plaintext (PERMISSIVE)
      the endpoint has a sidecar`;

test('the message tells why a route is not taken', () => {
  const request: TraceRequest = { url: 'http://a.com/', headers: { 'x-group': 'testers' } };
  expect(
    failure(() => expect(SHOP).toRedirect(request, { to: 'http://a.com/basket', status: 301 })),
  ).toBe(`expect(manifests).toRedirect(request, expected)

Request:  GET http://a.com/, x-group: testers
Expected: 301 redirect to http://a.com/basket
Received: to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees a.com/

Decided by:
  route: VirtualService default/routes http[1]: it takes every request
    not VirtualService default/routes http[0] match[0]: needs uri exact "/cart"

${WAY_IN}
  route: VirtualService default/routes http[1]: it takes every request
    not VirtualService default/routes http[0] match[0]: needs uri exact "/cart"
${WAY_ON}
    policies for Deployment default/web: allowed
      no ALLOW policy applies
  => to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees a.com/`);
});

test('the message shows the policies that let a request in', () => {
  expect(failure(() => expect(SHOP).toDeny('http://a.com/', { by: 'no-writing' }))).toContain(`
Decided by:
  route: VirtualService default/routes http[1]: it takes every request
    not VirtualService default/routes http[0] match[0]: needs uri exact "/cart"
  policies for Deployment default/web: allowed
    no ALLOW policy applies

The whole way:
`);
});

test('the message names only the policy that stops a request', () => {
  expect(failure(() => expect(SHOP).toRoute('POST http://a.com/', { to: 'web', weight: 50 }))).toContain(`
Expected: 50% to "web"
Received: 403 by AuthorizationPolicy default/no-writing at Deployment default/web: rules[0] of DENY policy "default/no-writing" matches

Decided by:
  policies for Deployment default/web: denied by AuthorizationPolicy default/no-writing
    rules[0] of DENY policy "default/no-writing" matches

The whole way:
`);
});

test('the message of a negated expectation, and of a request that reaches no proxy', () => {
  expect(failure(() => expect(SHOP).not.toAnswer('http://a.com/cart', { status: 301 }))).toBe(
    `expect(manifests).not.toAnswer(request, expected)

Request:  GET http://a.com/cart
Expected: not 301 by a proxy
Received: 301 redirect to http://a.com/basket

Decided by:
  route: VirtualService default/routes http[0] match[0]: uri exact "/cart"
    redirect: 301 to http://a.com/basket

${WAY_IN}
  route: VirtualService default/routes http[0] match[0]: uri exact "/cart"
    redirect: 301 to http://a.com/basket
  => 301 redirect to http://a.com/basket`,
  );
  expect(failure(() => expect(SHOP).toRewrite('https://a.com/', { path: '/' }))).toBe(
    `expect(manifests).toRewrite(request, expected)

Request:  GET https://a.com/
Expected: to a destination that sees path "/"
Received: connection refused: no Gateway for these pods has a server that listens on port 443; there are servers on 80

Decided by:
  stops: no Gateway for these pods has a server that listens on port 443; there are servers on 80

The whole way:
  gateway: Service istio-system/istio-ingressgateway port 443 -> Pod istio-system/istio-ingressgateway port 8443
  almost: VirtualService default/routes names Gateway "default/gw", which has no server on this port
  => connection refused: no Gateway for these pods has a server that listens on port 443; there are servers on 80`,
  );
});

test.each([[undefined], [null], [1], [{ kind: 'Gateway' }]])('%j cannot be expected', (received) => {
  expect(failure(() => expect(received).toDeny('http://a.com/'))).toBe(
    'manifests are expected as an app or a chart of cdk8s, a list of objects or paths, or a MeshModel',
  );
});

test('an invalid request is an error', () => {
  expect(failure(() => expect([]).toDeny('a.com'))).toBe(
    '"a.com" is not a URL; write it like "https://shop.example.com/cart"',
  );
});

test('the matchers can extend an expect that is not global', () => {
  const utils = { matcherHint: () => 'hint', EXPECTED_COLOR: String, RECEIVED_COLOR: String };
  const { pass, message } = matchers.toAnswer.call({ utils }, MODEL, 'http://a.com/x', { status: 500 });
  expect(pass).toBe(false);
  expect(message()).toMatch(/^hint\n\nRequest: {2}GET http:\/\/a.com\/x\nExpected: 500 by a proxy\n/);
});

test.each<[string, () => unknown, string]>([
  [
    'a string in the place of an object',
    () => expect(SHOP).toRoute('http://a.com/', 'web' as never),
    'toRoute: expected an object with "to", "weight", "subset", "within", "retries", "delay", "tls" or "mirrored" after the request',
  ],
  [
    'nothing',
    () => expect(SHOP).toRoute('http://a.com/', undefined as never),
    'toRoute: expected an object with "to", "weight", "subset", "within", "retries", "delay", "tls" or "mirrored" after the request',
  ],
  ['no destination', () => expect(SHOP).toRoute('http://a.com/', {} as never), 'toRoute: "to" is missing'],
  [
    'a misspelt name',
    () => expect(SHOP).toRoute('http://a.com/', { to: 'web', wieght: 1 } as never),
    'toRoute: "wieght" is unknown; use "to", "weight", "subset", "within", "retries", "delay", "tls" or "mirrored"',
  ],
  [
    'the name of a property of every object',
    () => expect(SHOP).toDeny('http://a.com/', { constructor: 1 } as never),
    'toDeny: "constructor" is unknown; use "by", "status" or "weight"',
  ],
  [
    'a status as a string',
    () => expect(SHOP).not.toAnswer('http://a.com/', { status: '404' } as never),
    'toAnswer: "status" has to be a number, but is "404"',
  ],
  [
    'no change',
    () => expect(SHOP).toRewrite('http://a.com/', { path: undefined } as never),
    'toRewrite: "path" or "authority" is missing',
  ],
])('an expectation that could not fail is refused: %s', (_, judged, message) => {
  expect(judged).toThrow(new Error(message));
});

test('an expected denial may have no details', () => {
  expect(() => expect(SHOP).not.toDeny('http://a.com/', { by: undefined })).not.toThrow();
});
