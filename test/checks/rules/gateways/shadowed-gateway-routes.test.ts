import { gateway, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const routes = (name: string, http: object[], rest: object = {}) =>
  virtualService(name, { hosts: ['shop.example.com'], gateways: ['gw'], http, ...rest });
const findings = (...yaml: string[]) => findingsOf('IST9207', gateway('gw'), ...yaml);
const AT = 'Warning IST9207 VirtualService default/b: spec.http[0]';

test('of two routes for everything the older gets all', () => {
  expect(findings(routes('a', [{}]), routes('b', [{ match: [{ uri: { prefix: '/' } }] }]))).toEqual([
    `${AT}.match[0] VirtualService "default/a" takes all other requests for "shop.example.com" at Gateway "default/gw" too, and only the older one gets them; give one of them a narrower match`,
  ]);
});

test('of two routes with one match the older gets all', () => {
  const cart = (...order: string[]) =>
    Object.fromEntries(order.map((key) => [key, key === 'uri' ? { prefix: '/cart' } : { exact: 'GET' }]));
  const a = routes('a', [{ match: [cart('uri', 'method')] }]);
  expect(findings(a, routes('b', [{ match: [cart('method', 'uri')] }]))).toEqual([
    `${AT}.match[0] VirtualService "default/a" has the same match for "shop.example.com" at Gateway "default/gw", and only the older one gets the requests; make the matches differ`,
  ]);
});

test.each([
  ['paths', [{ match: [{ uri: { exact: '/a' } }] }], [{ match: [{ uri: { prefix: '/a' } }] }], {}],
  ['headers', [{ match: [{ headers: { a: {} } }] }], [{ match: [{ withoutHeaders: { a: {} } }] }], {}],
  ['a route for the rest', [{ match: [{ uri: { prefix: '/a' } }] }], [{}], {}],
  ['ports', [{ match: [{ port: 80 }] }], [{ match: [{ port: 443 }] }], {}],
  ['hosts', [{}], [{}], { hosts: ['web.example.com'] }],
  ['gateways', [{}], [{}], { gateways: ['mesh'] }],
  ['eyes', [{}], [{}], { exportTo: ['.'] }],
])('nothing is said of different %s', (_, a, b, rest) => {
  expect(findings(routes('a', a), routes('b', b, rest))).toEqual([]);
});

test('a route that is exported to the gateway by name comes first, whatever its age', () => {
  expect(findings(routes('a', [{}]), routes('b', [{}], { exportTo: ['istio-system'] }))).toEqual([
    'Warning IST9207 VirtualService default/a: spec.http[0] VirtualService "default/b" takes all other requests for "shop.example.com" at Gateway "default/gw" too, and only the one that is not exported to all namespaces gets them; give one of them a narrower match',
  ]);
});

describe('a match that covers the match of a younger VirtualService', () => {
  const path = (uri: object, rest: object = {}) => ({ match: [{ uri, ...rest }] });
  const bench = path({ prefix: '/bench/a' });

  test('a shorter prefix takes what begins with it', () => {
    expect(findings(routes('a', [bench]), routes('b', [path({ prefix: '/bench/a1' })]))).toEqual([
      `${AT}.match[0] gets no request for "shop.example.com" at Gateway "default/gw", because spec.http[0].match[0] of VirtualService "default/a" takes all of them, and the older one comes first; write that match more narrowly, or put both routes into one VirtualService, this one first`,
    ]);
  });

  test.each<[string, object, object, number]>([
    ['an exact path', bench, path({ exact: '/bench/a/b' }), 1],
    ['fewer requests to a path', bench, path({ prefix: '/bench/a' }, { method: { exact: 'GET' } }), 1],
    ['a prefix with a slash', path({ prefix: '/bench/a/' }), path({ prefix: '/bench/a1' }), 0],
    ['a shorter prefix', path({ prefix: '/bench/a1' }), bench, 0],
    ['other requests', path({ prefix: '/bench' }, { method: { exact: 'GET' } }), bench, 0],
    ['a route for the rest, which istiod moves to the end', {}, bench, 0],
    ['a route of other proxies', path({ prefix: '/bench' }, { port: 8080 }), bench, 0],
  ])('%s', (_, older, younger, count) => {
    expect(findings(routes('a', [older]), routes('b', [younger]))).toHaveLength(count);
  });
});

describe('Gateways that share a port', () => {
  const server = (number: number, hosts = ['shop.example.com'], fields: object = {}) => ({
    port: { number, name: `http-${number}`, protocol: 'HTTP' },
    hosts,
    ...fields,
  });
  const https = {
    ...server(443, ['shop.example.com'], { tls: { mode: 'SIMPLE', credentialName: 'shop' } }),
    port: { number: 443, name: 'https', protocol: 'HTTPS' },
  };
  const at = (name: string, gatewayName: string, http: object[] = [{}]) =>
    routes(name, http, { gateways: [gatewayName] });
  const shadowed = (...yaml: string[]) => findingsOf('IST9207', ...yaml);

  test('the routes of the older Gateway come first', () => {
    const gateways = [gateway('one', [server(80)]), gateway('two', [server(80)])];
    const said = (later: string, earlier: string) =>
      `Warning IST9207 VirtualService default/${later}: spec.http[0] VirtualService "default/${earlier}" takes all other requests for "shop.example.com" at Gateway "default/one" too, which precedes Gateway "default/two" on the same pods and port, so only that one gets them; give one of them a narrower match`;
    expect(shadowed(...gateways, at('a', 'one'), at('b', 'two'))).toEqual([said('b', 'a')]);
    expect(shadowed(...gateways, at('b', 'one'), at('a', 'two'))).toEqual([said('a', 'b')]);
    const cart = [{ match: [{ uri: { prefix: '/cart' } }] }];
    expect(shadowed(...gateways, at('a', 'one', cart), at('b', 'two', cart))).toEqual([
      'Warning IST9207 VirtualService default/b: spec.http[0].match[0] VirtualService "default/a" has the same match for "shop.example.com" at Gateway "default/one", which precedes Gateway "default/two" on the same pods and port, so only that one gets the requests; make the matches differ',
    ]);
    const carts = [{ match: [{ uri: { prefix: '/carts' } }] }];
    expect(shadowed(...gateways, at('a', 'one', cart), at('b', 'two', carts))).toEqual([
      'Warning IST9207 VirtualService default/b: spec.http[0].match[0] gets no request for "shop.example.com", because spec.http[0].match[0] of VirtualService "default/a" takes all of them at Gateway "default/one", which precedes Gateway "default/two" on the same pods and port; write that match more narrowly',
    ]);
  });

  test.each([
    ['another port', [server(8080)]],
    ['one more port', [server(80), server(8080)]],
    ['a TLS server as well', [server(80), https]],
    ['an address of its own', [server(80, ['shop.example.com'], { bind: '10.0.0.1' })]],
  ])('nothing is said where the younger Gateway has %s', (_, servers) => {
    const objects = [gateway('one', [server(80)]), gateway('two', servers)];
    expect(shadowed(...objects, at('a', 'one'), at('b', 'two'))).toEqual([]);
  });

  test('a wildcard over the host is as good as the host', () => {
    const objects = [gateway('one', [server(80)]), gateway('two', [server(80, ['*.example.com'])])];
    expect(shadowed(...objects, at('a', 'one'), at('b', 'two'))).toHaveLength(1);
  });

  test('nothing is said of other pods', () => {
    const other = gateway('two', [server(80)]).replace('istio: ingressgateway', 'istio: egressgateway');
    expect(shadowed(gateway('one', [server(80)]), other, at('a', 'one'), at('b', 'two'))).toEqual([]);
  });
});
