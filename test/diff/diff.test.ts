import { describeDiff, diff, type MeshDiff } from '../../lib/diff';
import type { MeshModelOptions } from '../../lib/routing';
import { mesh } from '../routing/outcomes';
import {
  app,
  authorizationPolicy,
  gateway,
  namespace,
  object,
  requestAuthentication,
  routes,
  to,
} from '../scene';

const SHOP = app('cart') + app('web') + gateway('gw');
const OLD =
  SHOP + routes('routes', `[{ match: [{ uri: { prefix: /api } }], ${to('cart')} }, { ${to('web')} }]`);

function compared(old: string, next: string, options: MeshModelOptions = {}): MeshDiff {
  return diff(mesh(old, options), mesh(next, options));
}

/** The change, the requests with what they have in common, and the request to try. */
function changes(old: string, next: string, options?: MeshModelOptions): string[] {
  const found = compared(old, next, options);
  return found.differences.map((one) =>
    describeDiff({ ...found, differences: [one], added: [], removed: [], undecided: [], notModelled: [] })
      .slice(0, -2)
      .filter((line) => !/^ {2}(old:|new:|both:| {5,})/.test(line))
      .map((line) => line.trim())
      .join(' | '),
  );
}

test.each<[string, string, string[]]>([
  [
    'a route in front of others',
    SHOP +
      routes(
        'routes',
        `[{ match: [{ headers: { x-group: { exact: beta } } }], ${to('web')} },
           { match: [{ uri: { prefix: /api } }], ${to('cart')} }, { ${to('web')} }]`,
      ),
    [
      'other destination: any host (http, port 80) | where: path beginning with "/api", header x-group "beta" | try: cdk8s-istio trace -H \'x-group: beta\' http://any.example.net/api',
    ],
  ],
  [
    'a policy for a destination',
    OLD +
      authorizationPolicy('cart', {
        selector: { matchLabels: { app: 'cart' } },
        action: 'DENY',
        rules: [{ to: [{ operation: { methods: ['DELETE'], paths: ['/api/admin*'] } }] }],
      }),
    [
      'newly denied: any host (http, port 80) | where: path beginning with "/api/admin", method "DELETE" | try: cdk8s-istio trace -X DELETE http://any.example.net/api/admin',
      'newly denied: http://cart.default.svc.cluster.local from mesh:default/web, mesh:default/cart | where: path beginning with "/api/admin", method "DELETE" | try: cdk8s-istio trace -X DELETE --from mesh:default/web http://cart.default.svc.cluster.local/api/admin',
    ],
  ],
  [
    'a timeout of one route',
    OLD.replace('prefix: /api } }],', 'prefix: /api } }], timeout: 3s,'),
    [
      'other timeout: any host (http, port 80) | where: path beginning with "/api" | try: cdk8s-istio trace http://any.example.net/api | timeout: none -> 3s',
    ],
  ],
  [
    'a rewrite',
    OLD.replace('prefix: /api } }],', 'prefix: /api } }], rewrite: { uri: /v1 },'),
    [
      'other rewrite: any host (http, port 80) | where: path beginning with "/api" | try: cdk8s-istio trace http://any.example.net/api',
    ],
  ],
  [
    'a regular expression that is wider',
    OLD.replace('prefix: /api', 'regex: "/ap[a-z]/.*|/api"'),
    [
      'other destination: any host (http, port 80) | where: path beginning with "/api" but not matching "/ap[a-z]/.*|/api" | try: cdk8s-istio trace http://any.example.net/apix',
      'other destination: any host (http, port 80) | where: path matching "/ap[a-z]/.*|/api" but not beginning with "/api" | try: cdk8s-istio trace http://any.example.net/apa/',
    ],
  ],
  [
    'a Gateway that is gone',
    OLD.replace(gateway('gw'), ''),
    ['no longer reached: any host (http, port 80) | try: cdk8s-istio trace http://any.example.net/api'],
  ],
  ['names, order and formatting', OLD.split('---\n').reverse().join('---\n'), []],
])('%s', (_, next, expected) => {
  expect(changes(OLD, next)).toEqual(expected);
});

test('what the client and the destination notice is compared, and names are not', () => {
  const renamed = OLD.replace('name: routes', 'name: ways')
    .replace('{ name: gw,', '{ name: gate,')
    .replace('default/gw', 'default/gate');
  expect(changes(OLD, renamed)).toEqual([]);
});

test('classes that would be told in almost the same words are told together', () => {
  const denied = authorizationPolicy('cart', {
    action: 'DENY',
    rules: [{ to: [{ operation: { methods: ['DELETE'] } }] }],
    selector: { matchLabels: { app: 'cart' } },
  });
  expect(describeDiff(compared(OLD, OLD + denied))).toEqual([
    'newly denied: any host (http, port 80)',
    '  where: path beginning with "/api", method "DELETE"',
    '  try: cdk8s-istio trace -X DELETE http://any.example.net/api',
    '  old: to Deployment default/cart:8080 (cart.default.svc.cluster.local:80), which sees any.example.net/api',
    '       by VirtualService default/routes http[0] match[0]',
    '  new: 403 by AuthorizationPolicy default/cart at Deployment default/cart: rules[0] of DENY policy "default/cart" matches',
    '       by VirtualService default/routes http[0] match[0], AuthorizationPolicy default/cart rules[0]',
    '  likewise: http://cart.default.svc.cluster.local from mesh:default/web, mesh:default/cart',
    '    where: method "DELETE"',
    '    try: cdk8s-istio trace -X DELETE --from mesh:default/web http://cart.default.svc.cluster.local/',
    '',
    'Some requests change their fate: 2 newly denied',
  ]);
});

test('which policy decides is compared, and its name is not', () => {
  const denied = (...names: string[]) =>
    OLD +
    names
      .map((name) =>
        authorizationPolicy(name, { action: 'DENY', rules: [{ to: [{ operation: { methods: ['PUT'] } }] }] }),
      )
      .join('');
  expect(changes(denied('b'), denied('a'))).toEqual([]);
  expect(changes(denied('b'), denied('a', 'b'))[0]).toBe(
    'other policy: any host (http, port 80) | where: path beginning with "/api", method "PUT" | try: cdk8s-istio trace -X PUT http://any.example.net/api | policy: denied by AuthorizationPolicy default/b -> denied by AuthorizationPolicy default/a',
  );
  const allowed = authorizationPolicy('web', { action: 'ALLOW', rules: [{}] });
  expect(changes(OLD, OLD + allowed)[0]).toBe(
    'other policy: any host (http, port 80) | where: path beginning with "/api" | try: cdk8s-istio trace http://any.example.net/api | policy: none -> allowed by AuthorizationPolicy default/web',
  );
});

test('what is excluded cannot be read as an alternative', () => {
  const before = `[{ match: [{ uri: { prefix: /a } }, { uri: { prefix: /b } }], ${to('cart')} }, { ${to('web')} }]`;
  const found = compared(
    SHOP + routes('r', before),
    SHOP + routes('r', before.replace(to('web'), `timeout: 3s, ${to('web')}`)),
  );
  expect(found.differences.map(({ requests }) => requests.conditions)).toEqual([
    ['path neither beginning with "/a" nor beginning with "/b"'],
  ]);
});

/** The parts of the fate that differ, of the first difference. */
function aspects(route: string, changed: string, more = ''): string[] {
  const [old, next] = [route, changed].map((one) => SHOP + routes('routes', `[${one}]`) + more);
  const [first] = compared(old as string, next as string).differences;
  return (first?.aspects ?? []).map(({ aspect, old, new: now }) => `${aspect}: ${old} -> ${now}`);
}

test.each<[string, string, string, string[]]>([
  [
    'only the headers that differ',
    'headers: { request: { set: { a: "1", b: "2" }, remove: [c] } }',
    'headers: { request: { set: { a: "1", b: "3" }, remove: [c] } }',
    ['headers: set request header b: 2 -> set request header b: 3'],
  ],
  ['the same duration, written in another way', 'timeout: 60s', 'timeout: 1m', []],
  [
    'how requests are tried again',
    'retries: { attempts: 2, retryOn: 5xx, backoff: 1s }',
    'retries: { attempts: 2, retryOn: 5xx, backoff: 2s, retryIgnorePreviousHosts: false }',
    [
      'retries: 2 on 5xx, at least 1s apart -> 2 on 5xx, at least 2s apart, also on endpoints that have failed',
    ],
  ],
  [
    'what a browser may do',
    'corsPolicy: { allowOrigins: [{ regex: ".*" }], maxAge: 60s }',
    'corsPolicy: { allowOrigins: [{ regex: ".*" }], maxAge: 90s }',
    [
      'headers: set response header access-control-max-age: 60 -> set response header access-control-max-age: 90',
    ],
  ],
])('%s', (_, before, after, expected) => {
  expect(aspects(`{ ${before}, ${to('web')} }`, `{ ${after}, ${to('web')} }`)).toEqual(expected);
});

test('what is done to the requests for one of several destinations', () => {
  const split = (cart: string, web: string) =>
    `{ route: [{ destination: { host: cart }, weight: 50${cart} }, { destination: { host: web }, weight: 50${web} }] }`;
  const header = ', headers: { request: { set: { a: b } } }';
  expect(aspects(split(header, ''), split('', header))).toEqual([
    'headers: set request header a: b to Deployment default/cart:8080 -> set request header a: b to Deployment default/web:8080',
  ]);
});

test('limits of connections, and TLS of servers', () => {
  const limited = (most: number) =>
    OLD +
    object('DestinationRule', 'default/web', {
      host: 'web',
      trafficPolicy: { connectionPool: { http: { http1MaxPendingRequests: most } } },
    });
  expect(changes(limited(5), limited(6))[0]).toBe(
    'other connections: any host (http, port 80) | where: path not beginning with "/api" | try: cdk8s-istio trace http://any.example.net/ | connections: connectionPool.http.http1MaxPendingRequests 5 -> connectionPool.http.http1MaxPendingRequests 6',
  );
  const served = (least: string) =>
    app('web') +
    gateway(
      'gw',
      `[{ port: { number: 443, name: s, protocol: HTTPS }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: c, minProtocolVersion: ${least} } }]`,
    ) +
    routes('routes', `[{ ${to('web')} }]`);
  expect(changes(served('TLSV1_2'), served('TLSV1_3'))).toEqual([
    'other encryption: any host (https, port 443) | try: cdk8s-istio trace https://any.example.net/ | encryption: minProtocolVersion TLSV1_2 of the server -> minProtocolVersion TLSV1_3 of the server',
  ]);
});

test('a TLS server name that leads to another server than the host', () => {
  const server = (host: string, name: string) =>
    `{ port: { number: 443, name: ${name}, protocol: HTTPS }, hosts: ["${host}"], tls: { mode: SIMPLE, credentialName: c } }`;
  const old =
    SHOP.replace(
      gateway('gw'),
      gateway('gw', `[${server('*.example.com', 'all')}, ${server('a.example.com', 'a')}]`),
    ) + routes('routes', `[{ ${to('cart')} }]`, { hosts: ['a.example.com'] });
  expect(changes(old, old.replace(to('cart'), to('web')))).toEqual([
    'other destination: https://a.example.com, a.example.com by the TLS server name of *.example.com (https, port 443) | try: cdk8s-istio trace https://a.example.com/',
  ]);
  const fronted = compared(old, old.replace('*.example.com', '*.example.org')).differences;
  expect(fronted.map(({ change, witness }) => [change, witness])).toContainEqual([
    'no longer reached',
    { url: 'https://a.example.com/', sni: 'any.example.com' },
  ]);
});

test('a VirtualService that gives a server its routes, for all names of the server', () => {
  const server = (protocol: string, hosts: string) =>
    `{ port: { number: 443, name: ${protocol.toLowerCase()}, protocol: ${protocol} }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: c } }`;
  const servers = `[${server('TLS', 'a.example.com, "*.example.org"')}, ${server('HTTPS', 'b.example.com')}]`;
  const old = SHOP.replace(gateway('gw'), gateway('gw', servers));
  const forwarding = object('VirtualService', 'default/bytes', {
    hosts: ['a.example.com'],
    gateways: ['gw'],
    tcp: [{ route: [{ destination: { host: 'cart' } }] }],
  });
  const { differences } = compared(old, old + forwarding);
  const includes = (host: string, sni?: string) =>
    differences.some((one) =>
      one.includes({ url: `https://${host}/`, ...(sni === undefined ? {} : { sni }) }),
    );
  expect(differences.map(({ change }) => change)).toContain('newly reached');
  expect([
    includes('a.example.com'),
    includes('any.example.org'),
    includes('first.example.com', 'some.example.org'),
    includes('first.example.com'),
    includes('a.example.com', ''),
  ]).toEqual([true, true, true, false, false]);
});

test('policies for TLS server names', () => {
  const server =
    '[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.example.com"], tls: { mode: SIMPLE, credentialName: c } }]';
  const old = SHOP.replace(gateway('gw'), gateway('gw', server)) + routes('routes', `[{ ${to('web')} }]`);
  const denying = (name: string) =>
    authorizationPolicy('istio-system/names', {
      action: 'DENY',
      rules: [{ when: [{ key: 'connection.sni', values: [name] }] }],
    });
  const { differences } = compared(old, old + denying('a.example.com'));
  const included = [
    { url: 'https://a.example.com/' },
    { url: 'https://b.example.com/' },
    { url: 'https://b.example.com/', sni: 'a.example.com' },
    { url: 'https://a.example.com/', sni: 'b.example.com' },
  ].map((request) => differences.some(({ includes }) => includes(request)));
  expect(included).toEqual([true, false, true, false]);
  expect(compared(old, old + denying('a*')).undecided.map(({ because }) => because)).toContain(
    'a policy asks for the TLS server names "a*", which are not all names of a domain',
  );
});

test('what a proxy does with the token is compared', () => {
  const tokens = (more: object) =>
    OLD +
    requestAuthentication('istio-system/jwt', {
      selector: { matchLabels: { istio: 'ingressgateway' } },
      jwtRules: [{ issuer: 'a', jwksUri: 'https://a.example/keys', ...more }],
    });
  expect(changes(tokens({}), tokens({ forwardOriginalToken: true }))[0]).toBe(
    'other headers: any host (http, port 80) | where: path beginning with "/api", claim iss "a", method other than "OPTIONS" | try: cdk8s-istio trace --jwt-claim iss=a http://any.example.net/api | headers: remove request header authorization -> none',
  );
});

test('a field that no trace looks at is named', () => {
  const limited = (most: number) =>
    OLD +
    object('Sidecar', 'default/own', {
      inboundConnectionPool: { tcp: { maxConnections: most } },
      egress: [{ hosts: ['*/*'] }],
    });
  expect(compared(limited(5), limited(6))).toMatchObject({
    differences: [],
    notModelled: [
      'not modelled, because of Sidecar default/own: its spec.inboundConnectionPool changes, which decides how a sidecar receives requests',
    ],
  });
});

test('clients that call the same hosts are listed together', () => {
  const labels = `[{ match: [{ sourceLabels: { app: web } }], ${to('web')} }]`;
  const old = OLD + routes('labels', labels, { hosts: ['labels.example.org'], gateways: ['mesh'] });
  const external = object('ServiceEntry', 'default/api', {
    hosts: ['api.example.org'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    endpoints: [{ address: '192.0.2.1' }],
  });
  expect(changes(old, old + external)).toEqual([
    'other destination: http://api.example.org from mesh:default/web, mesh:default/cart | try: cdk8s-istio trace --from mesh:default/web http://api.example.org/ | retries: none -> 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
  ]);
});

test('the workloads that get copies are compared, and not the names of subsets', () => {
  const mirrored = (subset: string, version: string) =>
    SHOP +
    app('copy') +
    object('DestinationRule', 'default/copy', {
      host: 'copy',
      subsets: [{ name: subset, labels: { app: version } }],
    }) +
    routes('routes', `[{ mirror: { host: copy, subset: ${subset} }, ${to('web')} }]`);
  const [one, renamed, empty] = [mirrored('a', 'copy'), mirrored('b', 'copy'), mirrored('a', 'none')];
  expect(changes(one, renamed)).toEqual([]);
  expect(changes(one, empty)).toEqual([
    'other mirrors: any host (http, port 80) | try: cdk8s-istio trace http://any.example.net/ | mirrors: 100% to Deployment default/copy:8080 -> none',
  ]);
});

test('a policy at a destination that reads paths which a route has rewritten', () => {
  const rewriting =
    SHOP + routes('routes', `[{ match: [{ uri: { prefix: /api } }], rewrite: { uri: / }, ${to('cart')} }]`);
  const guarded =
    rewriting +
    authorizationPolicy('cart', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['//admin'] } }] }] });
  expect(changes(rewriting, guarded)[0]).toBe(
    'newly denied: any host (http, port 80) | where: path rewritten to one "//admin" | try: cdk8s-istio trace http://any.example.net/api/admin',
  );
});

test('claims of tokens', () => {
  const jwt = requestAuthentication('istio-system/jwt', {
    jwtRules: [{ issuer: 'https://a.example', jwksUri: 'https://a.example/keys' }],
  });
  const admins = authorizationPolicy('istio-system/admins', {
    rules: [
      {
        from: [{ source: { requestPrincipals: ['https://a.example/*'] } }],
        when: [{ key: 'request.auth.claims[role]', values: ['admin'] }],
      },
    ],
  });
  const blocks = changes(OLD + jwt, OLD + jwt + admins);
  expect(blocks.slice(0, 2)).toEqual([
    'newly denied: any host (http, port 80) | where: claim iss "https://a.example", or none | try: cdk8s-istio trace http://any.example.net/api',
    'newly denied: any host (http, port 80) | where: claim iss other than "https://a.example", method "OPTIONS", header access-control-request-method other than "", header origin other than "" | try: cdk8s-istio trace -X OPTIONS -H \'access-control-request-method: any\' -H \'origin: any\' --jwt-claim iss=any http://any.example.net/api',
  ]);
});

test('other versions of Istio', () => {
  const redirecting =
    SHOP + routes('routes', '[{ match: [{ uri: { prefix: /old } }], redirect: { prefixRewrite: /new } }]');
  const found = diff(mesh(redirecting, { istio: '1.30' }), mesh(redirecting, { istio: '1.32' }));
  expect(found.differences.map(({ change, witness }) => [change, witness.url])).toEqual([
    ['other answer', 'http://any.example.net/old'],
  ]);
});

test('what is new and what is gone', () => {
  const next =
    app('web') +
    app('new') +
    gateway(
      'gw',
      '[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: SIMPLE, credentialName: x } }]',
    );
  const { added, removed } = compared(OLD, next);
  expect({ added, removed }).toEqual({
    added: [
      'Deployment default/new',
      'host a.example.com at gateways',
      'host new.default.svc.cluster.local in the mesh',
      'port 443 (https) of gateway istio-system/istio-ingressgateway',
    ],
    removed: [
      'Deployment default/cart',
      'host * at gateways',
      'host cart.default.svc.cluster.local in the mesh',
      'port 80 (http) of gateway istio-system/istio-ingressgateway',
    ],
  });
});

test('the address of a pod is only known if the request says it', () => {
  const client = namespace('default', { 'istio-injection': 'enabled' });
  const policy = authorizationPolicy('cart', {
    selector: { matchLabels: { app: 'cart' } },
    rules: [{ from: [{ source: { ipBlocks: ['203.0.113.0/24'] } }] }],
  });
  const found = changes(client + SHOP, client + SHOP + policy).filter((text) => text.includes('mesh:'));
  expect(found).toEqual([
    'newly denied: http://cart.default.svc.cluster.local from mesh:default/web, mesh:default/cart | where: without client address in 203.0.113.0/24 | try: cdk8s-istio trace --from mesh:default/web http://cart.default.svc.cluster.local/',
    'other policy: http://cart.default.svc.cluster.local from mesh:default/web, mesh:default/cart | where: client address in 203.0.113.0/24 | try: cdk8s-istio trace --from mesh:default/web --client-ip 203.0.113.1 http://cart.default.svc.cluster.local/ | policy: none -> allowed by AuthorizationPolicy default/cart',
  ]);
});

test('requests that are passed through come as they were sent, whether or not a proxy reads them', () => {
  const own =
    app('cart') + object('Sidecar', 'own', { egress: [{ hosts: ['*/web.default.svc.cluster.local'] }] });
  // Without the Service web, the sidecars have no listener for HTTP.
  const found = compared(own + app('web'), own + authorizationPolicy('all', { rules: [{}] }));
  const cart = { url: 'http://cart.default.svc.cluster.local/', from: 'mesh:default/cart' } as const;
  const reported = found.differences.filter(({ includes }) => includes(cart));
  expect(reported.map(({ change }) => change)).toEqual(['other policy']);
});

test('requests through a gateway that only one side has change', () => {
  const [whole, minimal] = [mesh(OLD), mesh(OLD, { profile: 'minimal' })];
  const titles = (found: MeshDiff) =>
    found.differences.map(({ change, requests: { conditions } }) => [change, ...conditions]);
  expect(titles(diff(whole, minimal))).toEqual([['no longer reached']]);
  expect(titles(diff(minimal, whole))).toEqual([['newly reached']]);
});

test('requests that cannot be compared are named', () => {
  const unicode = OLD.replace('prefix: /api', 'regex: "/\\\\p{L}+"');
  const { undecided, differences } = compared(OLD, unicode);
  expect(differences).toEqual([]);
  expect(
    undecided.map(({ requests, because }) => [requests.entrances.map(({ hosts }) => hosts), because]),
  ).toEqual([[['any host'], 'the regular expression "/\\p{L}+" cannot be compared with other conditions']]);
});

test('requests that something has a say in which is not modelled are named', () => {
  const filtered =
    OLD + object('EnvoyFilter', 'istio-system/filter', { configPatches: [{ applyTo: 'HTTP_FILTER' }] });
  const { notModelled, differences } = compared(OLD, filtered);
  expect(differences.map(({ change }) => change)).toContain('not modelled');
  expect(notModelled).toContain(
    'not modelled, because of EnvoyFilter istio-system/filter: what EnvoyFilters do to requests is not modelled',
  );
});

test('nothing is traced for equal meshes', () => {
  const meshed = namespace('default', { 'istio-injection': 'enabled' }) + OLD;
  expect(compared(meshed, meshed)).toEqual({
    differences: [],
    added: [],
    removed: [],
    undecided: [],
    notModelled: [],
    asked: 0,
  });
});
