import { destinationRule, routes, serviceEntry } from '../../../scene';
import { findingsOf } from '../../support';

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const HTTPS = { number: 443, name: 'https', protocol: 'HTTPS' };
const entry = (ports: readonly object[], more: object = {}) =>
  serviceEntry('ext', { hosts: ['e.com'], resolution: 'DNS', ports, ...more });
const rule = (trafficPolicy: object) => destinationRule('r', { host: 'e.com', trafficPolicy });
const SIMPLE = { tls: { mode: 'SIMPLE' } };
const forPort = (number: number) => ({ portLevelSettings: [{ port: { number }, ...SIMPLE }] });
const toPort = (number: number) =>
  routes('one', `[{ route: [{ destination: { host: e.com, port: { number: ${number} } } }] }]`, {
    hosts: ['e.com'],
    gateways: ['mesh'],
  });
const findings = (...objects: string[]) => findingsOf('IST9226', ...objects);

test.each([
  [SIMPLE, 'spec.trafficPolicy.tls'],
  [forPort(443), 'spec.trafficPolicy.portLevelSettings[0].tls'],
])('TLS in TLS: %j', (policy, field) => {
  expect(findings(entry([HTTPS]), rule(policy))).toEqual([
    `Warning IST9226 DestinationRule default/r: ${field} "SIMPLE" puts TLS around what clients send to port 443 of "e.com"; ` +
      'the port takes only connections that are TLS already, so all of them fail; ' +
      'set the mode by portLevelSettings for the ports that clients call in plaintext',
  ]);
});

test('TLS to a port that speaks plaintext', () => {
  expect(findings(entry([HTTP]), rule(SIMPLE))).toEqual([
    'Warning IST9226 DestinationRule default/r: spec.trafficPolicy.tls "SIMPLE" sends TLS to port 80 of "e.com", ' +
      'where servers speak HTTP in plaintext, so requests fail with 503; ' +
      'set targetPort 443 for the port in the ServiceEntry, or set the mode by portLevelSettings for other ports',
  ]);
});

test.each([
  ['without a DestinationRule', []],
  ['with one that originates TLS at the port that clients call', [rule(forPort(9080))]],
])('requests in plaintext to a port that expects TLS, %s', (_, rules) => {
  const called = { ...HTTP, number: 9080 };
  expect(findings(entry([called, HTTPS]), toPort(443), ...rules)).toEqual([
    'Warning IST9226 VirtualService default/one: spec.http[0].route[0].destination the route sends requests to port 443 of ' +
      '"e.com" in plaintext, where the server expects TLS, so they fail with 503; ' +
      'set tls mode "SIMPLE" for the port in a DestinationRule',
  ]);
});

test.each([
  [80, 'http://e.com'],
  [8080, 'http://e.com:8080'],
])('a port %d of HTTP that leads to the port of TLS, without a DestinationRule', (number, url) => {
  expect(findings(entry([HTTPS, { ...HTTP, number, targetPort: 443 }]))).toEqual([
    `Warning IST9226 ServiceEntry default/ext: spec.ports[1].targetPort is 443 for port ${number}, so what clients send to "${url}" reaches a port of TLS in plaintext and fails; set tls mode "SIMPLE" for port ${number} in a DestinationRule, or, if there is one elsewhere, pass it as --context`,
  ]);
});

test.each([
  [
    'a target port of TLS in the mesh',
    [entry([{ ...HTTP, targetPort: 443 }], { location: 'MESH_INTERNAL' })],
  ],
  ['TLS origination, as a route needs it', [entry([HTTP, HTTPS]), rule(forPort(443)), toPort(443)]],
  ['TLS origination by the target port', [entry([{ ...HTTP, targetPort: 443 }]), rule(SIMPLE)]],
  [
    'a port at an address, which clients may call in plaintext',
    [entry([HTTPS], { addresses: ['203.0.113.1'] }), rule(SIMPLE)],
  ],
  ['a port of HTTP with another number', [entry([{ ...HTTP, number: 8443 }]), rule(SIMPLE)]],
  ['another mode', [entry([HTTPS]), rule({ tls: { mode: 'DISABLE' } })]],
  [
    'credentials, which only a gateway uses',
    [entry([HTTPS]), rule({ tls: { mode: 'SIMPLE', credentialName: 'c' } })],
  ],
  ['a host in the mesh', [entry([HTTPS], { location: 'MESH_INTERNAL' }), rule(SIMPLE)]],
  ['a route to a port of HTTP', [entry([HTTP, HTTPS]), toPort(80)]],
])('nothing is said of %s', (_, objects) => expect(findings(...objects)).toEqual([]));
