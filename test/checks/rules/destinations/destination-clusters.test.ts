import { gateway, HTTP, object, serviceEntry, virtualService } from '../../scene';
import { findingsOf } from '../../support';

const to = (destination: object, rest: object = {}) =>
  virtualService('vs', {
    hosts: ['shop.example.com'],
    gateways: ['gw'],
    http: [{ route: [{ destination }] }],
    ...rest,
  });
const findings = (...yaml: string[]) => findingsOf('IST9210', gateway('gw', HTTP), ...yaml);
const AT = 'Error IST9210 VirtualService default/vs: spec.http[0].route[0].destination';
const entry = (spec: object) =>
  serviceEntry('ext', { ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], ...spec });
const alias = object('v1', 'Service', 'ext', { type: 'ExternalName', externalName: 'api.example.com' });

test('a wildcard is no destination for the names under it', () => {
  expect(findings(entry({ hosts: ['*.example.com'] }), to({ host: 'api.example.com' }))).toEqual([
    `${AT}.host "api.example.com" is known only as "*.example.com" of ServiceEntry "default/ext", and a wildcard is no destination for other names, so that requests get 503; add "api.example.com" to the hosts of a ServiceEntry`,
  ]);
  expect(
    findings(entry({ hosts: ['*.example.com', 'api.example.com'] }), to({ host: 'api.example.com' })),
  ).toEqual([]);
});

test('an alias leads to a host that has to be known', () => {
  expect(findings(alias, to({ host: 'ext' }))).toEqual([
    `${AT}.host "ext.default.svc.cluster.local" is another name of "api.example.com", which is no host that is known here, so that requests get 503; add a ServiceEntry for "api.example.com"`,
  ]);
  expect(findings(alias, entry({ hosts: ['api.example.com'] }), to({ host: 'ext' }))).toEqual([]);
});

test('the gateway has to see the host', () => {
  const hidden = entry({ hosts: ['api.example.com'], exportTo: ['.'] });
  expect(findings(hidden, to({ host: 'api.example.com' }))).toEqual([
    `${AT}.host "api.example.com" of ServiceEntry "default/ext" is not exported to namespace "istio-system", where the gateway is, so that requests get 503; export it there`,
  ]);
  expect(findings(hidden, to({ host: 'api.example.com' }, { gateways: ['mesh'] }))).toEqual([]);
  const seen = entry({ hosts: ['api.example.com'], exportTo: ['.', 'istio-system'] });
  expect(findings(seen, to({ host: 'api.example.com' }))).toEqual([]);
});

test('UDP is not proxied', () => {
  const dns = (protocol: string) =>
    object('v1', 'Service', 'dns', { ports: [{ name: 'dns', port: 53, protocol }] });
  const route = to({ host: 'dns', port: { number: 53 } });
  expect(findings(dns('UDP'), route)).toEqual([
    `${AT}.port.number port 53 of "dns.default.svc.cluster.local" is UDP, which Envoy does not proxy, so that requests get 503; send them to a port of TCP`,
  ]);
  expect(findings(dns('TCP'), route)).toEqual([]);
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
