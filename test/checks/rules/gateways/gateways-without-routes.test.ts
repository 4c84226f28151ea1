import { gateway, service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const server = (host: string, rest: object = {}) => [
  { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [host], ...rest },
];
const destination = { destination: { host: 'web' } };
const to = (matches: readonly object[], rest: object = {}) =>
  virtualService('vs', {
    hosts: ['a.example.com', 'b.example.com'],
    gateways: ['gw', 'other/too'],
    http: [{ ...(matches.length > 0 ? { match: matches } : {}), route: [destination] }],
    ...rest,
  });
const findings = (vs: string, too = server('b.example.com'), ...more: string[]) =>
  findingsOf(
    'IST9230',
    service('web'),
    gateway('gw', server('a.example.com')),
    gateway('other/too', too),
    vs,
    ...more,
  );

test('a Gateway whose hosts have no route', () => {
  expect(findings(to([{ gateways: ['gw'] }]))).toEqual([
    'Warning IST9230 VirtualService default/vs: spec.gateways[1] no route of this VirtualService is for Gateway "other/too", so requests there for "b.example.com" get 404; name the Gateway in the gateways of a match, or remove it here',
  ]);
  expect(findings(to([{ gateways: ['mesh'] }], { gateways: ['mesh', 'other/too'] }))).toHaveLength(1);
});

test.each([
  ['a route is for every gateway', to([])],
  ['a match is for every gateway', to([{ gateways: ['gw'] }, { uri: { prefix: '/' } }])],
  ['a match names the Gateway', to([{ gateways: ['gw'] }, { gateways: ['other/too'] }])],
  ['no Gateway has a route', to([{ gateways: ['default/far'] }])],
  ['there are no routes by HTTP', to([], { http: [], tcp: [{ route: [destination] }] })],
])('nothing is said where %s', (_, vs) => {
  expect(findings(vs)).toEqual([]);
});

test('nothing is said of a Gateway that answers otherwise', () => {
  const vs = to([{ gateways: ['gw'] }]);
  expect(findings(vs, server('c.example.com'))).toEqual([]);
  expect(findings(vs, server('b.example.com', { tls: { httpsRedirect: true } }))).toEqual([]);
  const other = virtualService('other', {
    hosts: ['b.example.com'],
    gateways: ['other/too'],
    http: [{ route: [destination] }],
  });
  expect(findings(vs, server('b.example.com'), other)).toEqual([]);
});
