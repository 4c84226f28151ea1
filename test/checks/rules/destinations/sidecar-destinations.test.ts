import { meshConfigOf } from '../../../../lib/istiod/mesh-config';
import { deployment, destinationRule, object, ofRevision, service, virtualService } from '../../../scene';
import { all, messagesWith } from '../../support';

const findingsIn = (mesh: object, ...yaml: readonly string[]) =>
  messagesWith(['IST9221', 'IST9282'], all(...yaml), { mesh: meshConfigOf(mesh) });

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
const OWN_RULE = 'Error IST9282 VirtualService';
const SUBSET =
  'spec.http[0].route[0].destination.subset "v2" is unknown to sidecars in namespace "web", so their requests get 503:';

const findings = (mesh: object, ...yaml: string[]) =>
  findingsIn(mesh, service('shop/reviews'), service('web/front'), client, ...yaml);

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
    `${OWN_RULE} web/front: ${SUBSET} DestinationRule "shop/reviews" defines it, but only DestinationRule "web/mine" applies there to "${HOST}"; define the subset in the rule that applies`,
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
    expect(findingsIn({}, ...yaml)).toEqual([]);
    expect(messagesWith(['IST0101'], all(...yaml))).toEqual([
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
  expect(findingsIn({}, ...yaml)).toEqual([]);
});

describe('rules with a workloadSelector', () => {
  const forPods = (name: string, app: string, spec: object = {}) =>
    rule(name, { workloadSelector: { matchLabels: { app } }, ...spec });
  const ONE =
    'spec.http[0].route[0].destination.subset "v2" is unknown to the sidecar of Deployment "web/client", so its requests get 503:';

  test('a client follows only the rule that selects it', () => {
    expect(findings({}, route('web/front', 'front'), forPods('web/mine', 'client'))).toEqual([]);
    expect(findings({}, route('web/front', 'front'), forPods('web/mine', 'other'))).toEqual([
      `${AT} web/front: ${ONE} DestinationRule "web/mine" defines it, but has a workloadSelector, so the rule applies only to pods with "app=other" in namespace "web"; define the subset in a DestinationRule without workloadSelector`,
    ]);
  });

  test('in the namespace of the host, such a rule is not for clients elsewhere', () => {
    expect(findings({}, route('web/front', 'front'), forPods('shop/reviews', 'reviews'))).toEqual([
      `${AT} web/front: ${SUBSET} DestinationRule "shop/reviews" defines it, but has a workloadSelector, so the rule applies only to pods with "app=reviews" in namespace "shop"; define the subset in a DestinationRule without workloadSelector`,
    ]);
  });

  test('a rule for some clients may hide the rule for all', () => {
    const all = [route('web/front', 'front'), rule('web/all')];
    expect(findings({}, ...all, forPods('web/mine', 'client', { subsets: [] }))).toEqual([
      `${OWN_RULE} web/front: ${ONE} DestinationRule "web/all" defines it, but only DestinationRule "web/mine" applies there to "${HOST}"; define the subset in the rule that applies`,
    ]);
    expect(findings({}, ...all, forPods('web/mine', 'other', { subsets: [] }))).toEqual([]);
  });
});

describe('with many namespaces', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const clients = names.map((name) => deployment(`${name}/client`));
  const toShop = route('shop/reviews', 'reviews');

  test('the rule of one of them may hide the rule of the host', () => {
    const hiding = rule('e/mine', { subsets: [] });
    expect(findings({}, ...clients, toShop, rule('shop/reviews'), hiding)).toEqual([
      expect.stringContaining('"v2" is unknown to sidecars in namespace "e"'),
    ]);
    expect(findings({}, ...clients, toShop, rule('shop/reviews'), rule('e/mine'))).toEqual([]);
  });

  test('a wildcard may hide it as well', () => {
    const hiding = rule('f/mine', { host: '*.local', subsets: [] });
    expect(findings({}, ...clients, toShop, rule('shop/reviews'), hiding)).toEqual([
      expect.stringContaining('"v2" is unknown to sidecars in namespace "f"'),
    ]);
  });

  test('a rule may be exported to most of them', () => {
    const exported = rule('shop/reviews', { exportTo: ['.', 'web', ...names.slice(0, 5)] });
    expect(findings({}, ...clients, toShop, exported)).toEqual([
      expect.stringContaining('"v2" is unknown to sidecars in namespace "f"'),
    ]);
    const toAll = rule('shop/reviews', { exportTo: ['.', 'web', ...names] });
    expect(findings({}, ...clients, toShop, toAll)).toEqual([]);
  });

  test('a host may be exported to most of them', () => {
    const seenBy = (namespaces: readonly string[]) =>
      object('ServiceEntry', 'shop/api', {
        hosts: ['api.example.com'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        exportTo: namespaces,
      });
    const toApi = virtualService('shop/reviews', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'api.example.com' } }] }],
    });
    expect(findings({}, ...clients, toApi, seenBy(['.', 'web', ...names.slice(0, 5)]))).toEqual([
      expect.stringContaining('"api.example.com" is unknown to sidecars in namespace "f"'),
    ]);
    expect(findings({}, ...clients, toApi, seenBy(['.', 'web', ...names]))).toEqual([]);
  });

  test('only those count that the route is for', () => {
    const narrow = (match: object) =>
      virtualService('shop/reviews', {
        hosts: ['reviews'],
        http: [{ match: [match], route: [{ destination: { host: HOST, subset: 'v2' } }] }],
      });
    const objects = [...clients, rule('shop/reviews'), rule('e/mine', { subsets: [] })];
    expect(findings({}, ...objects, narrow({ sourceNamespace: 'a' }))).toEqual([]);
    expect(findings({}, ...objects, narrow({ sourceLabels: { app: 'other' } }))).toEqual([]);
    expect(findings({}, ...objects, narrow({ sourceNamespace: 'e' }))).toHaveLength(1);
    expect(findings({}, ...objects, narrow({ sourceLabels: { app: 'client' } }))).toHaveLength(1);
  });
});

describe('ExternalName Services', () => {
  const otherName = object('Service', 'web/other', {
    type: 'ExternalName',
    externalName: HOST,
    ports: [{ port: 80 }],
  });
  const toOther = (destination: object = {}) =>
    virtualService('web/front', {
      hosts: ['front'],
      http: [{ route: [{ destination: { host: 'other', ...destination } }] }],
    });
  const OTHER = 'other.web.svc.cluster.local';

  test('the rule for the host that they stand for has to define the subset', () => {
    const forOther = rule('web/other', { host: OTHER });
    expect(findings({}, otherName, toOther({ subset: 'v2' }), forOther)).toEqual([
      `${AT} web/front: ${SUBSET} DestinationRule "web/other" defines it, but only for "${OTHER}", which is another name of "${HOST}", and proxies follow only the rules for "${HOST}"; define the subset for "${HOST}"`,
    ]);
    expect(findings({}, otherName, toOther({ subset: 'v2' }), forOther, rule('web/reviews'))).toEqual([]);
  });

  test('clients have to see the host that they stand for', () => {
    const annotations = { 'networking.istio.io/exportTo': '.' };
    const hidden = object('Service', 'shop/reviews', { ports: [{ port: 80 }] }, { annotations });
    const objects = [service('web/front'), client, otherName, toOther()];
    expect(findingsIn({}, hidden, ...objects)).toEqual([
      `${AT} web/front: spec.http[0].route[0].destination.host "${HOST}" is unknown to sidecars in namespace "web", so their requests get 503: Service "shop/reviews" defines it, but is not exported to that namespace; export it there`,
    ]);
    expect(findingsIn({}, service('shop/reviews'), ...objects)).toEqual([]);
  });
});

test('a delegate’s route counts with the match of the root', () => {
  const root = (match: object) =>
    virtualService('config/root', {
      hosts: ['front.web.svc.cluster.local'],
      http: [{ match: [match], delegate: { name: 'front' } }],
    });
  const delegate = virtualService('config/front', {
    http: [{ route: [{ destination: { host: HOST, subset: 'v2' } }] }],
  });
  expect(findings({}, root({ sourceNamespace: 'web' }), delegate, rule('config/reviews'))).toHaveLength(1);
  expect(findings({}, root({ sourceNamespace: 'shop' }), delegate, rule('config/reviews'))).toEqual([]);
});

describe('Sidecars', () => {
  const sidecar = (namespace: string, hosts: readonly string[], spec: object = {}) =>
    object('Sidecar', `${namespace}/imports`, { egress: [{ hosts }], ...spec });
  const elsewhere = [route('config/front', 'front.web.svc.cluster.local'), rule('config/reviews')];

  test.each([
    ['its own namespace alone', ['./*'], 0],
    ['the namespace of the route', ['./*', 'config/*'], 1],
    ['another host of it', ['config/other.web.svc.cluster.local'], 0],
    ['the host of the route', ['*/front.web.svc.cluster.local'], 1],
  ])('a client that imports %s', (_, hosts, count) => {
    expect(findings({}, sidecar('web', hosts), ...elsewhere)).toHaveLength(count);
    expect(findings({}, sidecar('istio-system', hosts), ...elsewhere)).toHaveLength(count);
  });

  test('a Sidecar is for the pods that it selects', () => {
    const others = { workloadSelector: { labels: { app: 'other' } } };
    expect(findings({}, sidecar('web', ['./*'], others), ...elsewhere)).toHaveLength(1);
  });
});

test('a route may lead to a host of the client’s namespace, wherever the host is exported to', () => {
  const annotations = { 'networking.istio.io/exportTo': 'istio-system' };
  const hidden = object('Service', 'web/hidden', { ports: [{ port: 80 }] }, { annotations });
  const otherName = object('Service', 'web/other', {
    type: 'ExternalName',
    externalName: 'hidden.web.svc.cluster.local',
    ports: [{ port: 80 }],
  });
  const to = (...hosts: string[]) =>
    virtualService('web/front', {
      hosts: ['front'],
      http: hosts.map((host) => ({ route: [{ destination: { host } }] })),
    });
  expect(findings({}, hidden, to('hidden'))).toEqual([]);
  expect(findings({}, hidden, otherName, to('other'))).toEqual([
    expect.stringContaining('"hidden.web.svc.cluster.local" is unknown to sidecars in namespace "web"'),
  ]);
  expect(findings({}, hidden, otherName, to('other', 'hidden'))).toEqual([]);
});

test('a Sidecar imports the hosts of its routes, but not what one of them is another name of', () => {
  const alias = object('Service', 'web/other', {
    type: 'ExternalName',
    externalName: HOST,
    ports: [{ name: 'http', port: 80 }],
  });
  const toAlias = virtualService('web/front', {
    hosts: ['front'],
    http: [{ route: [{ destination: { host: 'other' } }] }],
  });
  const importing = (...hosts: string[]) => object('Sidecar', 'web/imports', { egress: [{ hosts }] });
  expect(findings({}, toAlias, alias)).toEqual([]);
  expect(findings({}, toAlias, alias, importing('./*', `*/${HOST}`))).toEqual([]);
  expect(findings({}, route('web/front', 'front', {}, {}), importing('./*'))).toEqual([]);
  expect(findings({}, toAlias, alias, importing('./*'))).toEqual([
    `${AT} web/front: spec.http[0].route[0].destination.host "${HOST}" is unknown to the sidecar of Deployment "web/client", so its requests get 503: "other.web.svc.cluster.local" is another name of it, and Sidecar "web/imports" does not import it; add "*/${HOST}" to the egress hosts of the Sidecar`,
  ]);
});
