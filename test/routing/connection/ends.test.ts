import type { Trace, TraceRequest } from '../../../lib/routing';
import { describeHop, describeOutcome, trace } from '../../../lib/routing';
import {
  app,
  authorizationPolicy,
  deployment,
  destinationRule,
  gateway,
  namespace,
  object,
  peerAuthentication,
  routes,
  service,
  serviceEntry,
  to,
} from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const FROM = { from: 'mesh:default/client' } as const;
const CLIENT = app('client');
const entry = (ports: string, more = '') =>
  serviceEntry('ext', `{ hosts: [e.com], resolution: DNS, ports: [${ports}]${more} }`);
const tls = (host: string, settings: string) =>
  destinationRule('rule', `{ host: ${host}, trafficPolicy: { tls: ${settings} } }`);
const HTTP_80 = '{ number: 80, name: http, protocol: HTTP }';
const HTTP_443 = '{ number: 443, name: http-tls, protocol: HTTP }';
const HTTPS_443 = '{ number: 443, name: https, protocol: HTTPS }';
const SIMPLE = '{ mode: SIMPLE }';

const received = ({ outcomes }: Trace) =>
  outcomes
    .map((one) => (one.is === 'delivered' || one.is === 'passed through' ? one.receives : one.is))
    .join();
const from = (url: string): TraceRequest => ({ url, ...FROM });

describe('servers outside (W16)', () => {
  test.each([
    ['HTTP to a port that stands for HTTPS', entry(HTTP_443), 'http://e.com:443/', '503 UC'],
    ['the same with TLS of a rule', entry(HTTP_443) + tls('e.com', SIMPLE), 'http://e.com:443/', 'e.com:443'],
    ['TLS of a rule to port 80', entry(HTTP_80) + tls('e.com', SIMPLE), 'http://e.com/', '503 UF'],
    [
      'mutual TLS of the mesh',
      entry(HTTP_443) + tls('e.com', '{ mode: ISTIO_MUTUAL }'),
      'http://e.com:443/',
      '503 UF',
    ],
    ['TLS of the application', entry(HTTPS_443), 'https://e.com/', 'e.com:443'],
    ['TLS in TLS', entry(HTTPS_443) + tls('e.com', SIMPLE), 'https://e.com/', 'closed'],
    [
      'TLS to the target port of an HTTP port',
      entry('{ number: 80, name: http, protocol: HTTP, targetPort: 443 }') + tls('e.com', SIMPLE),
      'http://e.com/',
      'e.com:443',
    ],
    [
      'a certificate for another name than the rule asks for',
      entry(HTTP_443) + tls('e.com', '{ mode: SIMPLE, subjectAltNames: [other.com] }'),
      'http://e.com:443/',
      '503 UF',
    ],
    [
      'a certificate for the name that the rule asks for',
      entry(HTTP_443) + tls('e.com', '{ mode: SIMPLE, subjectAltNames: [e.com] }'),
      'http://e.com:443/',
      'e.com:443',
    ],
  ])('%s', (_, objects, url, expected) => expect(outcome(mesh(CLIENT + objects), from(url))).toBe(expected));

  test('a model is told what a server speaks', () => {
    const grpc = entry('{ number: 9000, name: grpc, protocol: GRPC }');
    const said = (speaks?: 'HTTP') =>
      outcome(
        mesh(CLIENT + grpc, speaks ? { servers: { 'e.com:9000': speaks } } : {}),
        from('http://e.com:9000/'),
      );
    expect([said(), said('HTTP')]).toEqual(['e.com:9000', '502 UPE']);
  });

  test.each([
    [
      'e.com',
      'TLS',
      '"e.com" is not a place of a server; write it like "api.example.com:443" or "shop/web:8080"',
    ],
    ['e.com:1', 'SMTP', '"SMTP" is not what server "e.com:1" can speak; use HTTP, HTTP2, TLS, MTLS, TCP'],
  ])('a model cannot be told that %s speaks %s', (place, protocol, message) => {
    expect(() => mesh('', { servers: { [place]: protocol as 'TLS' } })).toThrow(message);
  });

  const PLACES =
    app('web') +
    deployment('shop/worker') +
    deployment('shop/idle', {}, { containers: [{ name: 'app' }] }) +
    object('Service', 'shop/peers', '{ clusterIP: None, selector: { app: idle }, ports: [{ port: 1 }] }') +
    object('WorkloadEntry', 'shop/machine', '{ address: 192.0.2.7, labels: { app: machine } }') +
    service('shop/machine') +
    entry('{ number: 5000, name: tcp, protocol: TCP }');

  test.each([
    ['default/webb:8080', 'there is no workload "webb" in namespace "default"; use "default/web:8080"'],
    ['shop/web:8080', 'there is no workload "web" in namespace "shop"; use "default/web:8080"'],
    ['shp/worker:8080', 'there is no workload "worker" in namespace "shp"; use "shop/worker:8080"'],
    ['shop/other:1', 'there is no workload "other" in namespace "shop"; use "shop/worker:8080"'],
    [
      'shop/machine:8080',
      'there is no workload "machine" in namespace "shop"; WorkloadEntry "shop/machine" is known by its address: write "192.0.2.7:PORT"',
    ],
    ['default/web:80', 'the manifests name no port 80 of workload "default/web"; use "default/web:8080"'],
    [
      'web.default:80',
      '"default/web" is a Service, and what its containers speak is said of them; use "default/web:8080"',
    ],
    [
      'we.default.svc.cluster.local:80',
      'there is no Service "we" in namespace "default"; use "default/web:8080"',
    ],
  ])('a model cannot be told of %s, to which no request comes', (place, because) => {
    expect(() => mesh(PLACES, { servers: { [place]: 'TLS' } })).toThrow(
      `server "${place}" is unknown: ${because}`,
    );
  });

  test.each([
    ['a container that a Service leads to', 'default/web:8080'],
    ['any port behind a headless Service', 'shop/idle:9999'],
    ['a machine behind a Service', 'machine.shop:80'],
    ['a server that a ServiceEntry declares', 'e.com:5000'],
    ['a server that nothing declares', 'elsewhere.example:443'],
    ['a server of one word', 'printer:631'],
  ])('a model can be told of %s', (_, place) => {
    expect(() => mesh(PLACES, { servers: { [place]: 'TLS' } })).not.toThrow();
  });

  test('a model is told of a place once', () => {
    const servers = { 'e.com:1': 'TLS', 'E.com:1': 'TCP' } as const;
    expect(() => mesh('', { servers })).toThrow('server "E.com:1" is there twice; say once what it speaks');
  });

  test.each([
    ['HTTP/1.1', entry(HTTP_80), 'http://e.com/', 'plaintext HTTP/1.1'],
    ['HTTP/2', entry('{ number: 80, name: grpc, protocol: GRPC }'), 'http://e.com/', 'HTTP/2'],
    ['TLS', entry(HTTPS_443), 'https://e.com/', 'TLS'],
    ['bytes', entry('{ number: 9000, name: tcp, protocol: TCP }'), 'tcp://e.com:9000', 'bytes'],
  ])('an outcome says that the server gets %s', (_, objects, url, expected) => {
    expect(received(trace(mesh(CLIENT + objects), from(url)))).toBe(expected);
  });
});

describe('applications in the mesh (W16)', () => {
  const web = (port: object) => service('web', { port: 80, targetPort: 8080, ...port }) + deployment('web');
  const asked = (port: object, url: string, servers = {}) =>
    outcome(mesh(CLIENT + web(port), { servers }), from(url));

  test.each([
    [
      'an application that speaks TLS behind a port of HTTP',
      { name: 'http' },
      { 'default/web:8080': 'TLS' },
      '503 UC',
    ],
    [
      'an application of HTTP/1.1 behind a port of gRPC',
      { name: 'grpc' },
      { 'default/web:8080': 'HTTP' },
      '502 UPE',
    ],
    [
      'an application of HTTP/2 behind a port of gRPC',
      { name: 'grpc' },
      { 'default/web:8080': 'HTTP2' },
      'web:8080',
    ],
  ] as const)('%s', (_, port, servers, expected) =>
    expect(asked(port, 'http://web/', servers)).toBe(expected),
  );

  test('a gateway sends HTTP to a port of HTTPS, which the application does not read', () => {
    const route = gateway('gw') + routes('one', `[{ ${to('web')} }]`);
    const model = mesh(route + web({ name: 'https', port: 443 }));
    expect(outcome(model, 'http://x.com/')).toBe('503 UC');
    const told = mesh(route + web({ name: 'https', port: 443 }), { servers: { 'default/web:8080': 'HTTP' } });
    expect(outcome(told, 'http://x.com/')).toBe('web:8080');
  });

  test('gRPC comes as HTTP/2 to a port without a protocol, and as HTTP/1.1 to a port of HTTP (G10)', () => {
    const headers = { 'content-type': 'application/grpc' };
    const get = (port: object) =>
      received(trace(mesh(CLIENT + web(port)), { ...from('http://web/'), headers }));
    expect([get({}), get({ name: 'http' })]).toEqual(['HTTP/2', 'plaintext HTTP/1.1']);
  });

  test('h2UpgradePolicy makes clients send HTTP/2', () => {
    const pool = destinationRule(
      'r',
      '{ host: web, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE } } } }',
    );
    const model = mesh(CLIENT + web({ name: 'http' }) + pool);
    expect(hop(model, from('http://web/'), 'arrival')?.carries).toBe('HTTP/2');
  });

  test('a client without a sidecar meets the filter chains of the server (I7)', () => {
    const bare = namespace('plain') + deployment('plain/bare');
    const call = (url: string) =>
      outcome(mesh(web({ name: 'http' }) + bare), { url, from: 'mesh:plain/bare' });
    expect([
      call('http://web.default/'),
      call('https://web.default:80/'),
      call('tcp://web.default:80'),
    ]).toEqual(['web:8080', 'closed', 'closed']);
  });
});

describe('requests that Envoy does not accept over HTTP/1.1 (W14)', () => {
  const policy = (action: 'ALLOW' | 'DENY') =>
    authorizationPolicy('only', { action, rules: [{ to: [{ operation: { paths: ['/r'] } }] }] });
  const web = (port: object) => service('web', { port: 6000, ...port }) + deployment('web');
  const bare = namespace('plain') + deployment('plain/bare');
  const scene = (port: object, more = '') => mesh(CLIENT + bare + web(port) + more);

  test.each([
    ['GET', 'ALLOW', 'web:6000'],
    ['FOO', 'ALLOW', 'closed only at web'],
    ['CONNECT', 'ALLOW', '400'],
    ['GET', 'DENY', '403 only at web'],
    ['FOO', 'DENY', 'closed only at web'],
  ] as const)(
    'a port without a protocol takes %s for what it is, and so do policies of action %s (H5)',
    (method, action, expected) => {
      const asked = { url: 'http://web:6000/r', method, ...FROM };
      expect(outcome(scene({}, policy(action)), asked)).toBe(expected);
    },
  );

  test.each([
    ['FOO', {}, 'web:6000'],
    ['CONNECT', {}, '400'],
    ['FOO', { name: 'http' }, '400'],
    ['FOO', { name: 'tcp' }, 'web:6000'],
  ] as const)(
    'from a pod without a sidecar, the sidecar of the server reads %s: %o',
    (method, port, expected) => {
      const asked = { url: 'http://web.default:6000/r', method, from: 'mesh:plain/bare' } as const;
      expect(outcome(scene(port), asked)).toBe(expected);
    },
  );
});

describe('pass-through that lands in the mesh (W17)', () => {
  const POSTS = app('blog/posts');
  const STRICT = object('PeerAuthentication', 'blog/strict', '{ mtls: { mode: STRICT } }');
  const OWN = object('Sidecar', 'default', '{ egress: [{ hosts: ["./*", "istio-system/*"] }] }');
  const denial = (rule: string) => object('AuthorizationPolicy', 'blog/policy', `{ rules: [${rule}] }`);
  const ofShop = denial('{ from: [{ source: { namespaces: [default] } }] }');

  test.each([
    [
      'a Service that a Sidecar hides',
      OWN,
      'http://posts.blog/',
      'passed through to posts.blog:80, at Deployment blog/posts:8080, which sees posts.blog/',
    ],
    ['the same under STRICT', OWN + STRICT, 'http://posts.blog/', '503 UC'],
    ['bytes under STRICT', OWN + STRICT, 'tcp://posts.blog:80', 'closed'],
    ['TLS to a port of HTTP', '', 'https://posts.blog:80/', 'closed'],
    ['without an identity', OWN + ofShop, 'http://posts.blog/', '403 policy at posts'],
  ])('%s', (_, objects, url, expected) => {
    expect(outcome(mesh(CLIENT + POSTS + objects), from(url))).toBe(expected);
  });

  test('a request that the sidecar of the server does not accept has a warning (W14)', () => {
    const hidden = object('Sidecar', 'default', '{ egress: [{ hosts: ["./*"] }] }');
    const called = (path: string) =>
      trace(mesh(deployment('client') + POSTS + hidden), from(`http://posts.blog${path}`));
    const { outcomes } = called('/%00');
    expect(outcomes).toMatchObject([
      { is: 'passed through', warning: expect.stringContaining('answers 400') },
    ]);
    expect(called('/').outcomes).not.toMatchObject([{ warning: expect.anything() }]);
  });

  test.each([
    ['http://posts.blog:1234/', expect.stringContaining('Service "blog/posts" has no TCP port 1234')],
    ['tcp://posts.blog:1234', expect.stringContaining('it has 80')],
    ['tcp://gone.blog:1234', undefined],
    ['tls://posts.blog:80', undefined],
  ])('a port that the called Service lacks makes a warning: %s', (url, expected) => {
    const [passed] = trace(mesh(CLIENT + POSTS), from(url)).outcomes;
    expect(passed?.is === 'passed through' ? passed.warning : undefined).toEqual(expected);
  });

  test('an unknown Host header does not change where the connection goes', () => {
    const headers = { host: 'unknown.com' };
    expect(trace(mesh(CLIENT + POSTS), { ...from('http://posts.blog/'), headers }).outcomes).toMatchObject([
      {
        is: 'passed through',
        endpoints: [{ port: 8080 }],
        authority: 'unknown.com',
        receives: 'plaintext HTTP/1.1',
      },
    ]);
  });

  test.each([
    ['http://e.com/', 'the sidecar does not know "e.com" on port 80'],
    [
      'https://posts.blog:80/',
      'the sidecar takes port 80 of "posts.blog" for HTTP, and the application sends TLS',
    ],
  ])('the way says why no route takes %s', (url, because) => {
    expect(hop(mesh(CLIENT + POSTS), from(url), 'pass-through')).toEqual({ hop: 'pass-through', because });
  });

  test('the pods of a headless Service are called on the port of the Service', () => {
    const headless = POSTS.replace('spec: { selector', 'spec: { clusterIP: None, selector');
    expect(headless).not.toBe(POSTS);
    expect(outcome(mesh(CLIENT + headless), from('http://posts.blog/'))).toBe('posts:80');
  });
});

describe('ServiceEntries without addresses (W17)', () => {
  const named = (host: string, ports: string, more = '') =>
    serviceEntry(host.replace('.', '-'), `{ hosts: [${host}], resolution: DNS, ports: [${ports}]${more} }`);
  const TCP = '{ number: 9000, name: tcp, protocol: TCP }';
  const call = (objects: string, url: string, more = {}) =>
    outcome(mesh(CLIENT + objects), { ...from(url), ...more });

  test.each([
    [
      'the first by host takes the whole port',
      named('b.com', TCP) + named('a.com', TCP),
      'tcp://b.com:9000',
      'a.com:9000',
    ],
    ['unknown hosts as well', named('a.com', TCP), 'tcp://any.com:9000', 'a.com:9000'],
    [
      'an entry with an address has its own listener',
      named('a.com', TCP) + named('b.com', TCP, ', addresses: [203.0.113.1]'),
      'tcp://b.com:9000',
      'b.com:9000',
    ],
    [
      'of two entries with one address the first takes all',
      named('a.com', TCP, ', addresses: [203.0.113.1]') + named('b.com', TCP, ', addresses: [203.0.113.1]'),
      'tcp://b.com:9000',
      'a.com:9000',
    ],
  ])('TCP: %s', (_, objects, url, expected) => expect(call(objects, url)).toBe(expected));

  const HTTPS = named('a.com', HTTPS_443);
  test.each([
    ['its own SNI', 'https://a.com/', {}, 'a.com:443'],
    ['another SNI', 'https://a.com/', { sni: 'b.com' }, 'passed through to a.com:443'],
    ['no SNI', 'https://a.com/', { sni: '' }, 'passed through to a.com:443'],
    [
      'HTTP',
      'http://a.com:443/',
      {},
      'passed through to a.com:443; the application sends plaintext, and the server expects TLS: port 443 is declared HTTPS',
    ],
  ])('HTTPS: %s', (_, url, more, expected) => expect(call(HTTPS, url, more)).toBe(expected));

  test('a tls route for another SNI leaves its own host to pass through', () => {
    const route = object(
      'VirtualService',
      'names',
      '{ hosts: [a.com], tls: [{ match: [{ sniHosts: [www.a.com] }], route: [{ destination: { host: a.com } }] }] }',
    );
    expect(call(HTTPS + route, 'https://a.com/')).toBe('passed through to a.com:443');
    expect(call(HTTPS + route, 'https://www.a.com/')).toBe('a.com:443');
  });

  test('under REGISTRY_ONLY a port without an HTTP listener closes', () => {
    const model = mesh(CLIENT + HTTPS, { mesh: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } });
    expect([outcome(model, from('http://a.com:443/')), outcome(model, from('http://a.com/'))]).toEqual([
      'closed',
      '502',
    ]);
  });
});

test.each([
  ['', 'set tls mode DISABLE in a DestinationRule for the host'],
  [tls('web', '{ mode: ISTIO_MUTUAL }'), 'remove the mode from the DestinationRule'],
])('mutual TLS to a headless Service whose pods want plaintext %#', (rule, remedy) => {
  const headless = app('web').replace('spec: { selector', 'spec: { clusterIP: None, selector');
  const policy = peerAuthentication(
    'p',
    '{ selector: { matchLabels: { app: web } }, portLevelMtls: { 80: { mode: DISABLE } } }',
  );
  const { outcomes } = trace(mesh(CLIENT + headless + policy + rule), from('http://web/'));
  expect(outcomes.map((one) => describeOutcome(one))).toEqual([
    `503 UF (upstream connection failure): the client sends mutual TLS, and the server has mode DISABLE; ${remedy}, or set mode PERMISSIVE`,
  ]);
});

test('a route that names a destination twice has one outcome', () => {
  const twice = object(
    'VirtualService',
    'twice',
    '{ hosts: [e.com], http: [{ route: [{ destination: { host: web }, weight: 30 }, { destination: { host: web }, weight: 70 }] }] }',
  );
  expect(outcome(mesh(CLIENT + app('web') + twice), from('http://e.com/'))).toBe('web:8080');
});

describe('an egress gateway (W17)', () => {
  const EGRESS =
    service(
      'egress',
      { name: 'http2', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 8443 },
    ) +
    deployment('egress', {}, { containers: [{ name: 'istio-proxy', args: ['proxy', 'router'] }] }) +
    entry(`${HTTP_80}, ${HTTPS_443}`);
  const server = (port: string, more = '') =>
    object(
      'Gateway',
      'out',
      `{ selector: { app: egress }, servers: [{ port: ${port}, hosts: [e.com]${more} }] }`,
    );
  const through = (port: number, last: number) =>
    object(
      'VirtualService',
      'through',
      `{ hosts: [e.com], gateways: [out, mesh], http: [
        { match: [{ gateways: [mesh] }], route: [{ destination: { host: egress, port: { number: ${port} } } }] },
        { match: [{ gateways: [out] }], route: [{ destination: { host: e.com, port: { number: ${last} } } }] }] }`,
    );
  const HTTP = server('{ number: 80, name: http, protocol: HTTP }');
  const MUTUAL = server('{ number: 443, name: https, protocol: HTTPS }', ', tls: { mode: ISTIO_MUTUAL }');
  const sends = (mode: string) =>
    destinationRule('egress', `{ host: egress, trafficPolicy: { tls: ${mode} } }`);
  const originate = destinationRule(
    'originate',
    '{ host: e.com, trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }] } }',
  );
  const MESH_TLS = '{ mode: ISTIO_MUTUAL, sni: e.com }';

  test.each([
    ['HTTP', HTTP + through(80, 80), 'e.com:80'],
    ['TLS origination', HTTP + through(80, 443) + originate, 'e.com:443'],
    ['TLS origination without its rule', HTTP + through(80, 443), '503 UC'],
    ['mutual TLS at both ends', MUTUAL + through(443, 443) + originate + sends(MESH_TLS), 'e.com:443'],
    ['mutual TLS at the client only', HTTP + through(80, 80) + sends(MESH_TLS), '503 UF'],
    ['mutual TLS at the gateway only', MUTUAL + through(443, 443) + originate, '503 UC'],
    [
      'mutual TLS without the SNI that the server asks for',
      MUTUAL + through(443, 443) + sends('{ mode: ISTIO_MUTUAL }'),
      '503 UF',
    ],
    [
      'a gateway without the route',
      HTTP + through(80, 80).replace('gateways: [out, mesh]', 'gateways: [mesh]'),
      '404 NR',
    ],
    ['no server on the port', through(80, 80), '503 UF'],
  ])('%s', (_, objects, expected) => {
    expect(outcome(mesh(CLIENT + EGRESS + objects), from('http://e.com/'))).toBe(expected);
  });

  test('the way has the hops of both proxies', () => {
    const { hops } = trace(mesh(CLIENT + EGRESS + HTTP + through(80, 80)), from('http://e.com/'));
    const kinds = (all: Trace['hops']): unknown[] =>
      all.map((one) =>
        one.hop === 'destinations' ? one.branches.map((branch) => kinds(branch.hops)) : one.hop,
      );
    expect(kinds(hops)).toEqual([
      'entrance',
      'virtual host',
      'route',
      'treatment',
      [
        [
          'service',
          'workloads',
          'arrival',
          'entrance',
          'server',
          'virtual host',
          'route',
          'treatment',
          [['service', 'workloads', 'arrival']],
        ],
      ],
    ]);
  });

  test('the way tells the version of HTTP that each proxy sends', () => {
    const { hops } = trace(
      mesh(
        CLIENT +
          EGRESS.replace(HTTP_80, '{ number: 80, name: http2, protocol: HTTP2 }') +
          HTTP +
          through(80, 80),
      ),
      from('http://e.com/'),
    );
    const sent = (all: Trace['hops']): unknown[] =>
      all.flatMap((one) =>
        one.hop === 'destinations'
          ? one.branches.flatMap((branch) => sent(branch.hops))
          : one.hop === 'arrival'
            ? describeHop(one)[0]
            : [],
      );
    expect(sent(hops)).toEqual([
      'HTTP/2 in plaintext -> Deployment default/egress:8080',
      'HTTP/2 in plaintext -> e.com:80',
    ]);
  });

  test('a policy of the gateway sees the principal of the client only under mutual TLS of the mesh', () => {
    const policy = object(
      'AuthorizationPolicy',
      'who',
      '{ selector: { matchLabels: { app: egress } }, rules: [{ from: [{ source: { namespaces: [default] } }] }] }',
    );
    expect(outcome(mesh(CLIENT + EGRESS + HTTP + through(80, 80) + policy), from('http://e.com/'))).toBe(
      '403 who at egress',
    );
    const mutual = MUTUAL + through(443, 443) + originate + sends(MESH_TLS) + policy;
    expect(outcome(mesh(CLIENT + EGRESS + mutual), from('http://e.com/'))).toBe('e.com:443');
  });

  test('a route that comes back to its gateway goes in a circle', () => {
    const circle = through(80, 80).replaceAll('host: e.com', 'host: egress');
    expect(outcome(mesh(CLIENT + EGRESS + HTTP + circle), from('http://e.com/'))).toBe('unmodelled egress');
  });
});

describe('behind the gateway (H7)', () => {
  const edge = (annotations: string) =>
    object(
      'Deployment',
      'istio-system/edge',
      `{ template: { metadata: { labels: { app: edge, istio: ingressgateway }, annotations: { ${annotations} } },
        spec: { containers: [{ name: istio-proxy, args: [proxy, router] }] } } }`,
    );
  const TRUSTS = 'proxy.istio.io/config: "{ gatewayTopology: { numTrustedProxies: 1 } }"';
  const policy = (where: string, app: string, source: string) =>
    object(
      'AuthorizationPolicy',
      `${where}/policy`,
      `{ selector: { matchLabels: { app: ${app} } }, rules: [{ from: [{ source: { ${source} } }] }] }`,
    );
  const call = (objects: string) =>
    outcome(mesh(app('web') + gateway('gw') + routes('one', `[{ ${to('web')} }]`) + objects), {
      url: 'http://x.com:80/',
      from: 'gateway:istio-system/edge',
      headers: { 'x-forwarded-for': '198.51.100.7' },
      clientIp: '203.0.113.9',
    });

  test.each([
    ['trusts no proxy', '', '403 policy at edge'],
    ['trusts one proxy, by the annotation of its pods', TRUSTS, 'web:8080'],
  ])('a gateway that %s', (_, annotations, expected) => {
    const remote = policy('istio-system', 'edge', 'remoteIpBlocks: [198.51.100.7]');
    expect(call(edge(annotations) + remote)).toBe(expected);
  });

  test.each([
    ['the address of the client, which is not its peer', 'ipBlocks: [203.0.113.9]', '403 policy at web'],
    ['every address', 'ipBlocks: [0.0.0.0/0]', 'web:8080'],
    ['addresses that pods may have', 'ipBlocks: [10.0.0.0/8]', 'unmodelled policy'],
    ['the last sender in X-Forwarded-For', 'remoteIpBlocks: [203.0.113.9]', 'web:8080'],
  ])('a policy of the pod for %s', (_, source, expected) => {
    expect(call(edge('') + policy('default', 'web', source))).toBe(expected);
  });
});
