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
  ['paths', [{ match: [{ uri: { prefix: '/a' } }] }], [{ match: [{ uri: { exact: '/a' } }] }], {}],
  ['headers', [{ match: [{ headers: { a: {} } }] }], [{ match: [{ withoutHeaders: { a: {} } }] }], {}],
  ['a route for the rest', [{ match: [{ uri: { prefix: '/a' } }] }], [{}], {}],
  ['ports', [{ match: [{ port: 80 }] }], [{ match: [{ port: 443 }] }], {}],
  ['hosts', [{}], [{}], { hosts: ['web.example.com'] }],
  ['gateways', [{}], [{}], { gateways: ['mesh'] }],
  ['eyes', [{}], [{}], { exportTo: ['.'] }],
])('nothing is said of different %s', (_, a, b, rest) => {
  expect(findings(routes('a', a), routes('b', b, rest))).toEqual([]);
});
