import { describeTrace, type Source, trace } from '../../../lib/routing';
import {
  app,
  destinationRule,
  gateway,
  object,
  ofRevision,
  type Part,
  routes,
  service,
  to,
  virtualService,
} from '../../scene';
import { mesh } from '../outcomes';

const CART = app('shop/cart', { morePorts: ['{ name: other, port: 81 }'] }) + app('blog/posts');
const EDGE = gateway(
  'shop/edge',
  '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["./a.com", "*/b.com"] }]',
);
const TO_CART = `[{ ${to('cart.shop.svc.cluster.local')} }]`;

function bound(name: string, hosts: string, gateways: string, more = ''): string {
  return routes(name, TO_CART, { hosts, gateways, more });
}

function misses(yaml: string, url: string, from: Source = 'gateway'): readonly string[] {
  const { nearMisses = [] } = trace(mesh(CART + EDGE + yaml), { url, from });
  return nearMisses.map(
    ({ object: { kind, namespace, name }, because }) => `${kind} ${namespace}/${name} ${because}`,
  );
}

const route = (match: string, rest: string) => `{ match: [{ uri: { prefix: ${match} } }], ${rest} }`;
const delegateTo = (name: string, match = '/') => route(match, `delegate: { name: ${name} }`);
const rootOf = (...http: string[]) =>
  routes('shop/root', `[${http.join(', ')}]`, { hosts: '[b.com]', gateways: '[edge]' });

test.each([
  [
    'a Gateway that does not exist',
    bound('shop/vs', '[b.com]', '[edg]'),
    'names Gateway "shop/edg", which does not exist; the only Gateway in namespace "shop" is "edge"',
  ],
  [
    'a Gateway of another namespace without that namespace',
    bound('other/vs', '[b.com]', '[edge]'),
    'names Gateway "other/edge", which does not exist; Gateway "shop/edge" does',
  ],
  [
    'a Gateway of other pods',
    object('Gateway', 'shop/egress', { selector: { istio: 'egressgateway' }, servers: [] }) +
      bound('shop/vs', '[b.com]', '[egress]'),
    'names Gateway "shop/egress", which is for pods with "istio=egressgateway", and not for those of this gateway',
  ],
  [
    'a Gateway of another port',
    gateway('shop/tls', '[{ port: { number: 443, name: tcp, protocol: TCP }, hosts: ["*"] }]') +
      bound('shop/vs', '[b.com]', '[tls]'),
    'names Gateway "shop/tls", which has no server on this port',
  ],
  [
    'no Gateway',
    routes('shop/vs', TO_CART, { hosts: '[b.com]', gateways: '[]' }),
    'names no Gateway in "gateways", so it is for sidecars only',
  ],
  [
    'exportTo',
    bound('shop/vs', '[b.com]', '[edge]', 'exportTo: ["."]'),
    'is not exported to namespace "istio-system" of the gateway',
  ],
  [
    'other routes than the server uses',
    virtualService(
      'shop/vs',
      '{ hosts: [b.com], gateways: [edge], tls: [{ match: [{ sniHosts: [b.com] }], route: [{ destination: { host: cart } }] }] }',
    ),
    'has only "tls" routes, and Gateway "shop/edge" uses the "http" routes on this port',
  ],
  [
    'another revision',
    ofRevision('canary', bound('shop/vs', '[b.com]', '[edge]')),
    'is not read by istiod: the label "istio.io/rev: canary" leaves VirtualService "shop/vs" to revision "canary"; remove the label, or set it to "default"',
  ],
  [
    'an unreadable regular expression',
    routes('shop/vs', `[{ match: [{ uri: { regex: "(" } }], ${to('cart')} }]`, {
      hosts: '[b.com]',
      gateways: '[edge]',
    }),
    /^is refused by istiod's webhook: /,
  ],
])('a VirtualService that a gateway does not use because of %s', (_, yaml: string, because) => {
  const [first, ...others] = misses(yaml, 'http://b.com/');
  expect(first?.replace(/^VirtualService (shop|other)\/vs /, '')).toEqual(
    typeof because === 'string' ? because : expect.stringMatching(because),
  );
  expect(others).toEqual([]);
});

test('a server that is for another namespace shuts a VirtualService out', () => {
  expect(misses(bound('other/vs', '[a.com]', '[shop/edge]'), 'http://a.com/')).toEqual([
    'VirtualService other/vs is in namespace "other", and Gateway "shop/edge" has "./a.com", which is for VirtualServices in namespace "shop" only',
  ]);
});

test('a host that the servers of the Gateway do not have', () => {
  expect(misses(bound('shop/vs', '[c.com]', '[edge]'), 'http://c.com/')).toEqual([
    'VirtualService shop/vs names Gateway "shop/edge", whose servers on this port do not have its hosts',
  ]);
});

test('the reason is that of the Gateway by which the VirtualService comes furthest', () => {
  expect(misses(bound('shop/vs', '[b.com]', '[gone, edge]', 'exportTo: ["."]'), 'http://b.com/')).toEqual([
    'VirtualService shop/vs is not exported to namespace "istio-system" of the gateway',
  ]);
});

const DELEGATE = virtualService(
  'shop/part',
  `{ http: [${route('/y/a', to('cart'))}, ${route('/z', to('cart'))}] }`,
);

test.each([
  [
    'http://b.com/x',
    [delegateTo('gone', '/x')],
    'http[0] to VirtualService "shop/gone", which does not exist; istiod drops the route',
  ],
  [
    'http://b.com/x',
    [delegateTo('root', '/x')],
    'http[0] to VirtualService "shop/root", which has hosts, so it is not a delegate; istiod drops the route',
  ],
  [
    'http://b.com/z',
    [delegateTo('part', '/y')],
    'http[0] to VirtualService "shop/part", whose route http[1] istiod drops, because its match is not within the match of http[0]',
  ],
  [
    'http://b.com/x',
    [route('/y', to('cart')), delegateTo('gone', '/x')],
    'http[1] to VirtualService "shop/gone", which does not exist; istiod drops the route',
  ],
])('%s: a dropped delegate route is named (%j)', (url, http, because) => {
  expect(misses(DELEGATE + rootOf(...http), url)).toEqual([`VirtualService shop/root delegates ${because}`]);
});

test.each([
  [
    'only for gateways',
    bound('shop/vs', '[b.com]', '[edge]'),
    'http://b.com/',
    'VirtualService shop/vs names only Gateways in "gateways", so it is not for sidecars; add "mesh"',
  ],
  ['an undeclared port', '', 'http://cart:82/', 'Service shop/cart has no port 82; it has 80, 81'],
  [
    'a Service that is not exported',
    service('other/till', '{ name: http, port: 80 }').replace(
      'namespace: other',
      'namespace: other, annotations: { networking.istio.io/exportTo: "." }',
    ),
    'http://till.other/',
    'Service other/till is not exported to namespace "shop" of the client',
  ],
  [
    'a Sidecar that does not import the Service',
    service('other/till', '{ name: http, port: 80 }') +
      object('Sidecar', 'shop/mine', { egress: [{ hosts: ['./*'] }] }),
    'http://till.other/',
    'Service other/till is not among the hosts that Sidecar "shop/mine" imports for this port',
  ],
])('from a sidecar: %s', (_, yaml: string, url, expected) => {
  expect(misses(yaml, url, 'mesh:shop/cart')).toEqual([expected]);
});

test('the DestinationRule whose subset the client does not see', () => {
  const rule = destinationRule(
    'shop/cart',
    '{ host: cart, exportTo: ["."], subsets: [{ name: v1, labels: { version: v1 } }] }',
  );
  const toSubset: Part = '[{ route: [{ destination: { host: cart, subset: v1 } }] }]';
  const vs = routes('shop/vs', toSubset, { hosts: '[b.com]', gateways: '[edge]' });
  expect(misses(rule + vs, 'http://b.com/')).toEqual([
    'DestinationRule shop/cart defines subset "v1", but is not exported to that namespace; export it there',
  ]);
});

test('a request that arrives has no near misses, and neither has a host that nobody names', () => {
  const hidden = bound('other/vs', '[b.com]', '[shop/edge]', 'exportTo: ["."]');
  const works = bound('shop/vs', '[b.com]', '[edge]');
  expect(misses(hidden + works, 'http://b.com/')).toEqual([]);
  expect(misses(hidden + works, 'http://nobody.com/')).toEqual([]);
});

test('a trace prints them before the outcome, and at most five', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f']
    .map((name) => bound(`shop/${name}`, '[b.com]', '[gone]'))
    .join('');
  const lines = describeTrace(trace(mesh(EDGE + many), { url: 'http://b.com/' }));
  const almost = lines.filter((line) => line.startsWith('almost: '));
  expect(almost).toHaveLength(5);
  expect(almost[0]).toMatch(
    /^almost: VirtualService shop\/a names Gateway "shop\/gone", which does not exist/,
  );
  expect(lines.slice(-6)).toEqual([...almost, expect.stringMatching(/^=> 404 NR/)]);
});

describe('a Service of type ExternalName', () => {
  const alias = (port: number) =>
    object('Service', 'shop/ext', {
      type: 'ExternalName',
      externalName: 'cart.shop.svc.cluster.local',
      ports: [{ name: 'http', port }],
    });
  const scene = (port: number) =>
    app('shop/client') +
    CART +
    alias(port) +
    routes('shop/vs', '[{ route: [{ destination: { host: ext, port: { number: 80 } } }] }]', {
      hosts: '[y.com]',
      gateways: '[mesh]',
    });
  const asked = (port: number) =>
    trace(mesh(scene(port)), { url: 'http://y.com/', from: 'mesh:shop/client' });

  test('is named where it lacks the port that the client calls (G2, G3)', () => {
    const { nearMisses, outcomes } = asked(8080);
    expect(nearMisses).toMatchObject([
      {
        object: { kind: 'Service', name: 'ext' },
        because:
          'is another name of "cart.shop.svc.cluster.local", but the sidecar follows it only on its own ports: it has no port 80, it has 8080',
      },
    ]);
    expect(outcomes).toMatchObject([
      {
        flag: 'NC',
        because: '"ext.shop.svc.cluster.local" is of type ExternalName and has no port 80; it has 8080',
      },
    ]);
  });

  test('is followed on a port that it has', () => {
    expect(asked(80)).toMatchObject({ outcomes: [{ is: 'delivered' }] });
    expect(asked(80).nearMisses).toBeUndefined();
  });
});

describe('a host that is unknown', () => {
  test.each<[string, string, readonly string[]]>([
    ['a misspelled Service', 'http://cartt/', ['Service shop/cart has the host "cart", which may be meant']],
    [
      'a misspelled Service of another namespace',
      'http://post.blog/',
      ['Service blog/posts has the host "posts.blog", which may be meant'],
    ],
    [
      'a misspelled namespace',
      'http://posts.blgo.svc.cluster.local/',
      ['Service blog/posts has the host "posts.blog.svc.cluster.local", which may be meant'],
    ],
    ['the short name of a Service of another namespace', 'http://posts/', []],
    ['nothing like it', 'http://www.example.org/', []],
  ])('%s, from a sidecar', (_, url, expected) => {
    expect(misses('', url, 'mesh:shop/cart')).toEqual(expected);
  });

  const shop = routes('shop/vs', TO_CART, { hosts: '[shop.b.com, "*.c.com"]', gateways: '[edge]' });

  test.each<[string, string, readonly string[]]>([
    [
      'a misspelled host of a VirtualService',
      'http://shpo.b.com/',
      ['VirtualService shop/vs has the host "shop.b.com", which may be meant'],
    ],
    ['nothing like it', 'http://www.example.org/', []],
  ])('%s, from outside', (_, url, expected) => {
    expect(misses(shop, url)).toEqual(expected);
  });
});
