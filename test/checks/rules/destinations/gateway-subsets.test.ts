import { destinationRule, gateway, HTTP, service, virtualService } from '../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) =>
  findingsOf('IST9201', gateway('web/gw', HTTP), service('shop/reviews'), ...yaml);
const HOST = 'reviews.shop.svc.cluster.local';
const subsets = [{ name: 'v2', labels: { version: 'v2' } }];
const route = (rest: object = {}) =>
  virtualService('web/shop', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ route: [{ destination: { host: HOST, subset: 'v2' } }], ...rest }],
  });
const UNSEEN =
  'Error IST9201 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is defined by DestinationRule "web/reviews", which a gateway in namespace "istio-system" does not follow for "reviews.shop.svc.cluster.local", so that requests get 503; define the subset in namespace "shop", exported to the gateway';

test('a gateway does not look for subsets in the namespace of the VirtualService', () => {
  expect(findings(route(), destinationRule('web/reviews', { host: HOST, subsets }))).toEqual([UNSEEN]);
});

test.each(['shop/reviews', 'istio-system/reviews'])('a gateway follows DestinationRule %s', (name) => {
  expect(findings(route(), destinationRule(name, { host: HOST, subsets }))).toEqual([]);
});

test.each([
  ['.', 1],
  ['*', 0],
  ['istio-system', 0],
])('one of the Service’s namespace exported to "%s"', (to, count) => {
  const rule = destinationRule('shop/reviews', { host: HOST, subsets, exportTo: [to] });
  expect(findings(route(), rule)).toHaveLength(count);
});

test('the gateway’s own DestinationRule hides that of the Service', () => {
  const own = destinationRule('istio-system/mine', { host: HOST, exportTo: ['.'] });
  expect(findings(route(), own, destinationRule('shop/reviews', { host: HOST, subsets }))).toEqual([
    'Error IST9201 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is defined by DestinationRule "shop/reviews", but for "reviews.shop.svc.cluster.local" the gateway follows "istio-system/mine" alone, so that requests get 503; define the subset there',
  ]);
});

test.each([
  ['is for sidecars alone', { match: [{ gateways: ['mesh'] }] }],
  [
    'gets no share',
    { route: [{ destination: { host: HOST, subset: 'v2' } }, { destination: { host: HOST }, weight: 100 }] },
  ],
])('nothing is said of a route that %s', (_, rest) => {
  expect(findings(route(rest), destinationRule('web/reviews', { host: HOST, subsets }))).toEqual([]);
});

test('a delegate is for the gateways of what refers to it', () => {
  const root = virtualService('web/root', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ delegate: { name: 'shop' } }],
  });
  const delegate = virtualService('web/shop', {
    http: [{ route: [{ destination: { host: HOST, subset: 'v2' } }] }],
  });
  expect(findings(root, delegate, destinationRule('web/reviews', { host: HOST, subsets }))).toEqual([UNSEEN]);
});
