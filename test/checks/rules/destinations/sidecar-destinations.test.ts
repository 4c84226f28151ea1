import { deployment, destinationRule, object, ofRevision, service, virtualService } from '../../../scene';
import { findingsIn } from '../../support';

const HOST = 'reviews.shop.svc.cluster.local';
const subsets = [{ name: 'v2', labels: { version: 'v2' } }];
const rule = (name: string, spec: object = {}) => destinationRule(name, { host: HOST, subsets, ...spec });
/** Routes calls of a host inside the mesh to the subset. */
const route = (name: string, host: string, spec: object = {}, destination: object = { subset: 'v2' }) =>
  virtualService(name, {
    hosts: [host],
    http: [{ route: [{ destination: { host: HOST, ...destination } }] }],
    ...spec,
  });
const client = deployment('web/client');
const AT = 'Warning IST9221 VirtualService';
const SUBSET =
  'spec.http[0].route[0].destination.subset "v2" is unknown to sidecars in namespace "web", so their requests get 503:';

const findings = (mesh: object, ...yaml: string[]) =>
  findingsIn(mesh, 'IST9221', service('shop/reviews'), service('web/front'), client, ...yaml);

test.each([
  ['beside the client', rule('web/reviews')],
  ['beside the host', rule('shop/reviews')],
  ['in the root namespace', rule('istio-system/reviews')],
])('sidecars follow a rule %s', (_, yaml) => {
  expect(findings({}, route('web/front', 'front'), yaml)).toEqual([]);
  expect(findings({}, route('shop/reviews', 'reviews'), yaml)).toEqual([]);
});

test('sidecars do not follow a rule in the namespace of the VirtualService', () => {
  const elsewhere = route('config/front', 'front.web.svc.cluster.local');
  expect(findings({}, elsewhere, rule('config/reviews'))).toEqual([
    `${AT} config/front: ${SUBSET} DestinationRule "config/reviews" defines it, but clients follow only rules in their own namespace, in the root namespace and in namespace "shop", which defines the host; define the subset in namespace "shop"`,
  ]);
});

test('a rule that is private to the host’s namespace is hidden from the client', () => {
  expect(findings({}, route('web/front', 'front'), rule('shop/reviews', { exportTo: ['.'] }))).toEqual([
    `${AT} web/front: ${SUBSET} DestinationRule "shop/reviews" defines it, but is not exported to that namespace; export it there`,
  ]);
});

test.each([
  ['web/front', 'front'],
  ['shop/reviews', 'reviews'],
])('the default of the mesh may hide a rule from the clients of VirtualService %s', (name, host) => {
  const mesh = { defaultDestinationRuleExportTo: ['.'] };
  expect(findings(mesh, route(name, host), rule('shop/reviews'))).toEqual([
    `${AT} ${name}: ${SUBSET} DestinationRule "shop/reviews" defines it, but is not exported to that namespace, because it does not say to which namespaces and defaultDestinationRuleExportTo of the mesh is "."; export it there`,
  ]);
  expect(findings(mesh, route(name, host), rule('shop/reviews', { exportTo: ['*'] }))).toEqual([]);
  expect(findings(mesh, route(name, host, { exportTo: ['shop'] }), rule('shop/reviews'))).toEqual([]);
});

test('the client’s own rule hides the rule of the host', () => {
  expect(
    findings({}, route('web/front', 'front'), rule('web/mine', { subsets: [] }), rule('shop/reviews')),
  ).toEqual([
    `${AT} web/front: ${SUBSET} for "${HOST}" it follows only DestinationRule "web/mine", and DestinationRule "shop/reviews" defines the subset; define it in the rule that is followed`,
  ]);
  const canary = ofRevision('canary', rule('web/mine', { subsets: [] }));
  expect(findings({}, route('web/front', 'front'), canary, rule('shop/reviews'))).toEqual([]);
});

describe('hosts', () => {
  const toHost = route('web/front', 'front', {}, {});
  const mesh = { defaultServiceExportTo: ['.'] };

  test('the default of the mesh may hide the host of a route', () => {
    expect(findings({}, toHost)).toEqual([]);
    expect(findings(mesh, toHost)).toEqual([
      `${AT} web/front: spec.http[0].route[0].destination.host "${HOST}" is unknown to sidecars in namespace "web", so their requests get 503: Service "shop/reviews" defines it, but is not exported to that namespace, because it does not say to which namespaces and defaultServiceExportTo of the mesh is "."; export it there`,
    ]);
  });

  test('clients that do not see the host they would call do not use the route', () => {
    expect(findings(mesh, route('shop/reviews', 'reviews', {}, {}))).toEqual([]);
  });

  test('IST0101 reports a host that does not name the namespace in its own exportTo', () => {
    const annotations = { 'networking.istio.io/exportTo': '.' };
    const hidden = object('Service', 'shop/reviews', { ports: [{ port: 80 }] }, { annotations });
    const yaml = [hidden, service('web/front'), client, toHost];
    expect(findingsIn({}, 'IST9221', ...yaml)).toEqual([]);
    expect(findingsIn({}, 'IST0101', ...yaml)).toEqual([
      expect.stringContaining('destination.host "reviews.shop'),
    ]);
  });
});

test.each([
  [
    'a VirtualService for gateways alone',
    route('config/front', 'front.web.svc.cluster.local', { gateways: ['gw'] }),
  ],
  [
    'a VirtualService that the client does not see',
    route('config/front', 'front.web.svc.cluster.local', { exportTo: ['.'] }),
  ],
  [
    'a route for other clients',
    virtualService('config/front', {
      hosts: ['front.web.svc.cluster.local'],
      http: [
        {
          match: [{ sourceLabels: { app: 'other' } }],
          route: [{ destination: { host: HOST, subset: 'v2' } }],
        },
      ],
    }),
  ],
  ['a host that nobody calls by name', route('config/front', 'front.example.com')],
])('nothing is said of %s', (_, yaml) => {
  expect(findings({}, yaml, rule('config/reviews'))).toEqual([]);
});

test('a delegate is used by the clients of the VirtualService that refers to it', () => {
  const root = virtualService('config/root', {
    hosts: ['front.web.svc.cluster.local'],
    http: [{ delegate: { name: 'front' } }],
  });
  const delegate = virtualService('config/front', {
    http: [{ route: [{ destination: { host: HOST, subset: 'v2' } }] }],
  });
  expect(findings({}, root, delegate, rule('config/reviews'))).toEqual([
    expect.stringContaining(`config/front: ${SUBSET}`),
  ]);
  expect(findings({}, delegate, rule('config/reviews'))).toEqual([]);
});

test('where no client has a sidecar, nobody follows the route', () => {
  const plain = deployment('web/client', { 'sidecar.istio.io/inject': 'false' });
  const yaml = [
    service('shop/reviews'),
    service('web/front'),
    plain,
    route('web/front', 'front'),
    rule('config/reviews'),
  ];
  expect(findingsIn({}, 'IST9221', ...yaml)).toEqual([]);
});
