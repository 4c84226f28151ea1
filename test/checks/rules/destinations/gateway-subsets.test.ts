import {
  deployment,
  destinationRule,
  gateway,
  object,
  ofRevision,
  service,
  virtualService,
} from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const findings = (...yaml: string[]) =>
  findingsOf('IST9201', gateway('web/gw'), service('shop/reviews'), ...yaml);
const HOST = 'reviews.shop.svc.cluster.local';
const subsets = [{ name: 'v2', labels: { version: 'v2' } }];
const route = (rest: object = {}) =>
  virtualService('web/shop', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ route: [{ destination: { host: HOST, subset: 'v2' } }], ...rest }],
  });
const AT =
  'Error IST9201 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is unknown to the gateway in namespace "istio-system", so requests get 503:';
const UNSEEN = `${AT} DestinationRule "web/reviews" defines it, but clients follow only rules in their own namespace, in the root namespace and in namespace "shop", which defines the host; define the subset in namespace "shop"`;

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
    `${AT} DestinationRule "shop/reviews" defines it, but only DestinationRule "istio-system/mine" applies there to "reviews.shop.svc.cluster.local"; define the subset in the rule that applies`,
  ]);
});

test('of pods in two namespaces, one may not follow the DestinationRule', () => {
  const found = (exportTo: string[], code = 'IST9229') =>
    findingsOf(
      code,
      gateway('web/gw').replace('istio: ingressgateway', 'app: edge'),
      service('shop/reviews'),
      deployment('west/edge'),
      deployment('east/edge'),
      destinationRule('shop/reviews', { host: HOST, subsets, exportTo }),
      route(),
    );
  expect(found(['.', 'west'])).toEqual([
    'Warning IST9229 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is unknown to the gateway in namespace "east", so requests get 503: DestinationRule "shop/reviews" defines it, but is not exported to that namespace; export it there',
  ]);
  expect(found(['.', 'west'], 'IST9201')).toEqual([]);
  expect(found(['west', 'east'])).toEqual([]);
  expect(found(['.'])).toEqual([]);
  expect(found(['.'], 'IST9201')).toHaveLength(1);
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

test('the rule beside the Service has to be exported to the gateway', () => {
  const rule = (spec: object) => destinationRule('shop/reviews', { host: HOST, subsets, ...spec });
  expect(findings(route(), rule({ exportTo: ['.'] }))).toEqual([
    `${AT} DestinationRule "shop/reviews" defines it, but is not exported to that namespace; export it there`,
  ]);
  const objects = (spec: object) => [gateway('web/gw'), service('shop/reviews'), route(), rule(spec)];
  const mesh = { defaultDestinationRuleExportTo: ['.'] };
  expect(findingsIn(mesh, 'IST9201', ...objects({}))).toEqual([
    `${AT} DestinationRule "shop/reviews" defines it, but is not exported to that namespace, because it does not say to which namespaces and defaultDestinationRuleExportTo of the mesh is "."; export it there`,
  ]);
  expect(findingsIn(mesh, 'IST9201', ...objects({ exportTo: ['*'] }))).toEqual([]);
});

test('a rule of another revision hides none, and defines nothing', () => {
  const own = ofRevision('canary', destinationRule('istio-system/mine', { host: HOST, exportTo: ['.'] }));
  const home = destinationRule('shop/reviews', { host: HOST, subsets });
  expect(findings(route(), own, home)).toEqual([]);
  const canary = ofRevision('canary', home);
  expect(findings(route(), canary)).toEqual([]);
  const found = findingsOf('IST0101', gateway('web/gw'), service('shop/reviews'), route(), canary);
  expect(found).toEqual([
    'Error IST0101 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is unknown to istiod: the label "istio.io/rev: canary" leaves DestinationRule "shop/reviews" to revision "canary"; remove the label, or set it to "default"',
  ]);
});

test('a wildcard rule in the wrong namespace defines the subset for nobody', () => {
  const wide = destinationRule('web/reviews', { host: '*.shop.svc.cluster.local', subsets });
  expect(findings(route(), wide)).toEqual([UNSEEN]);
});

test('a rule with a workloadSelector is only for pods of its own namespace', () => {
  const rule = (name: string, app: string) =>
    destinationRule(name, {
      host: HOST,
      subsets,
      workloadSelector: { matchLabels: { app } },
    });
  const said = (name: string, app: string) =>
    `${AT} DestinationRule "${name}" defines it, but has a workloadSelector, so the rule applies only to pods with "app=${app}" in namespace "${name.split('/')[0]}"; define the subset in a DestinationRule without workloadSelector`;
  expect(findings(route(), rule('shop/reviews', 'reviews'))).toEqual([said('shop/reviews', 'reviews')]);
  expect(findings(route(), rule('istio-system/reviews', 'egress'))).toEqual([
    said('istio-system/reviews', 'egress'),
  ]);
  expect(findings(route(), rule('istio-system/reviews', 'istio-ingressgateway'))).toEqual([]);
});

test('a private rule of the root namespace is hidden from gateways elsewhere', () => {
  const edge = object('Gateway', 'web/gw', {
    selector: { app: 'edge' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  });
  const rule = destinationRule('istio-system/reviews', { host: HOST, subsets, exportTo: ['.'] });
  const objects = [edge, deployment('edge/edge'), service('shop/reviews'), route(), rule];
  expect(findingsOf('IST9201', ...objects)).toEqual([
    'Error IST9201 VirtualService web/shop: spec.http[0].route[0].destination.subset "v2" is unknown to the gateway in namespace "edge", so requests get 503: DestinationRule "istio-system/reviews" defines it, but is not exported to that namespace; export it there',
  ]);
});

test('a gateway follows the rules of the host that an ExternalName Service stands for', () => {
  const otherName = object('Service', 'web/other', { type: 'ExternalName', externalName: HOST });
  const to = virtualService('web/shop', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ route: [{ destination: { host: 'other', subset: 'v2' } }] }],
  });
  const OTHER = 'other.web.svc.cluster.local';
  const forOther = destinationRule('web/other', { host: OTHER, subsets });
  expect(findings(otherName, to, forOther)).toEqual([
    `${AT} DestinationRule "web/other" defines it, but only for "${OTHER}", which is another name of "${HOST}", and proxies follow only the rules for "${HOST}"; define the subset for "${HOST}"`,
  ]);
  expect(findings(otherName, to, forOther, destinationRule('shop/reviews', { host: HOST, subsets }))).toEqual(
    [],
  );
});
