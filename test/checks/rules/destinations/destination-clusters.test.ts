import { gateway, object, ofRevision, serviceEntry, virtualService } from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const to = (destination: object, rest: object = {}) =>
  virtualService('vs', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ route: [{ destination }] }],
    ...rest,
  });
const findings = (...yaml: string[]) => findingsOf('IST9210', gateway('gw'), ...yaml);
const AT = 'Error IST9210 VirtualService default/vs: spec.http[0].route[0].destination';
const entry = (spec: object) =>
  serviceEntry('ext', { ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], ...spec });
const alias = object('Service', 'ext', { type: 'ExternalName', externalName: 'api.example.com' });

test('a wildcard is no destination for the names under it', () => {
  expect(findings(entry({ hosts: ['*.example.com'] }), to({ host: 'api.example.com' }))).toEqual([
    `${AT}.host "api.example.com" is known only through "*.example.com" of ServiceEntry "default/ext", but Envoy has no cluster for the names under a wildcard, so requests get 503; add "api.example.com" to the hosts of a ServiceEntry`,
  ]);
  expect(
    findings(entry({ hosts: ['*.example.com', 'api.example.com'] }), to({ host: 'api.example.com' })),
  ).toEqual([]);
});

test('an alias leads to a host that has to be known', () => {
  expect(findings(alias, to({ host: 'ext' }))).toEqual([
    `${AT}.host "ext.default.svc.cluster.local" is another name of "api.example.com", but no Service and no ServiceEntry defines "api.example.com", so requests get 503; add a ServiceEntry for it`,
  ]);
  expect(findings(alias, entry({ hosts: ['api.example.com'] }), to({ host: 'ext' }))).toEqual([]);
});

test('the gateway has to see the host', () => {
  const hidden = entry({ hosts: ['api.example.com'], exportTo: ['.'] });
  expect(findings(hidden, to({ host: 'api.example.com' }))).toEqual([
    `${AT}.host "api.example.com" is unknown to the gateway in namespace "istio-system", so requests get 503: ServiceEntry "default/ext" defines it, but is not exported to that namespace; export it there`,
  ]);
  expect(findings(hidden, to({ host: 'api.example.com' }, { gateways: ['mesh'] }))).toEqual([]);
  const seen = entry({ hosts: ['api.example.com'], exportTo: ['.', 'istio-system'] });
  expect(findings(seen, to({ host: 'api.example.com' }))).toEqual([]);
});

test('UDP is not proxied', () => {
  const dns = (protocol: string) =>
    object('Service', 'dns', { ports: [{ name: 'dns', port: 53, protocol }] });
  const route = to({ host: 'dns', port: { number: 53 } });
  expect(findings(dns('UDP'), route)).toEqual([
    `${AT}.port.number port 53 of "dns.default.svc.cluster.local" is a UDP port, which Envoy does not proxy, so requests get 503; send them to a TCP port`,
  ]);
  expect(findings(dns('TCP'), route)).toEqual([]);
  const withoutPort = to({ host: 'dns' });
  expect(findings(dns('UDP'), withoutPort)).toEqual([
    `${AT}.host port 53 of "dns.default.svc.cluster.local" is a UDP port, which Envoy does not proxy, so requests get 503; send them to a TCP port`,
  ]);
  expect(findings(dns('TCP'), withoutPort)).toEqual([]);
  expect(findings(object('Service', 'dns', { ports: [] }), withoutPort)).toEqual([]);
});

test('a mirror or a share of nothing costs no request', () => {
  const wildcard = entry({ hosts: ['*.example.com'] });
  const api = { host: 'api.example.com' };
  expect(findings(wildcard, to(api, { http: [{ mirror: api }] }))).toEqual([]);
  const shares = [
    { destination: api, weight: 0 },
    { destination: { host: '*.example.com' }, weight: 1 },
  ];
  expect(findings(wildcard, to(api, { http: [{ route: shares }] }))).toEqual([]);
});

const PRIVATE = { defaultServiceExportTo: ['.'] };

test.each([
  ['ServiceEntry', entry({ hosts: ['api.example.com'] }), 'api.example.com'],
  ['Service', object('Service', 'ext', { ports: [{ name: 'http', port: 80 }] }), 'ext'],
])('the default of the mesh may hide a %s from the gateway', (kind, yaml, host) => {
  const full = host === 'ext' ? 'ext.default.svc.cluster.local' : host;
  const objects = [gateway('gw'), yaml, to({ host })];
  expect(findingsIn({}, 'IST9210', ...objects)).toEqual([]);
  expect(findingsIn(PRIVATE, 'IST9210', ...objects)).toEqual([
    `${AT}.host "${full}" is unknown to the gateway in namespace "istio-system", so requests get 503: ${kind} "default/ext" defines it, but is not exported to that namespace, because it does not say to which namespaces and defaultServiceExportTo of the mesh is "."; export it there`,
  ]);
});

test('the default of the mesh may hide a wildcard, which no gateway has a cluster for anyway', () => {
  const objects = [gateway('gw'), entry({ hosts: ['*.example.com'] }), to({ host: 'api.example.com' })];
  expect(findingsIn(PRIVATE, 'IST9210', ...objects)).toEqual([
    expect.stringContaining('is known only through "*.example.com"'),
  ]);
});

test('the host that an alias stands for has to be visible, too', () => {
  const hidden = entry({ hosts: ['api.example.com'], exportTo: ['.'] });
  expect(findings(alias, hidden, to({ host: 'ext' }))).toEqual([
    expect.stringContaining(`${AT}.host "api.example.com" is unknown to the gateway`),
  ]);
});

test('a ServiceEntry of another revision defines nothing, and IST0101 names it', () => {
  const canary = ofRevision('canary', entry({ hosts: ['api.example.com'] }));
  const objects = [gateway('gw'), canary, to({ host: 'api.example.com' })];
  expect(findingsOf('IST9210', ...objects)).toEqual([]);
  expect(findingsOf('IST0101', ...objects)).toEqual([
    'Error IST0101 VirtualService default/vs: spec.http[0].route[0].destination.host "api.example.com" is unknown to istiod: the label "istio.io/rev: canary" leaves ServiceEntry "default/ext" to revision "canary"; remove the label, or set it to "default"',
  ]);
});

test('Envoy has no cluster for another name of another name', () => {
  const twice = object('Service', 'twice', {
    type: 'ExternalName',
    externalName: 'ext.default.svc.cluster.local',
  });
  expect(findings(alias, twice, entry({ hosts: ['api.example.com'] }), to({ host: 'twice' }))).toEqual([
    `${AT}.host "twice.default.svc.cluster.local" is another name of "ext.default.svc.cluster.local", which is itself only another name, and Envoy has no cluster for that, so requests get 503; set externalName to the host that "ext.default.svc.cluster.local" stands for`,
  ]);
});

test('the gateway has to see the alias itself', () => {
  const annotations = { 'networking.istio.io/exportTo': 'default' };
  const hidden = object(
    'Service',
    'ext',
    { type: 'ExternalName', externalName: 'api.example.com' },
    { annotations },
  );
  expect(findings(hidden, entry({ hosts: ['api.example.com'] }), to({ host: 'ext' }))).toEqual([
    `${AT}.host "ext.default.svc.cluster.local" is unknown to the gateway in namespace "istio-system", so requests get 503: Service "default/ext" defines it, but is not exported to that namespace; export it there`,
  ]);
});
