import { destinationRule, serviceEntry } from '../../../scene';
import { findingsOf } from '../../support';

const entry = (port: object, rest: object = {}) =>
  serviceEntry('api', {
    hosts: ['api.example.com'],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { name: 'other', protocol: 'HTTP', number: 443, ...port },
    ],
    ...rest,
  });
const originating = destinationRule('api', {
  host: 'api.example.com',
  trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE' } }] },
});
const findings = (...yaml: string[]) => findingsOf('IST9232', ...yaml);
const AT = 'Warning IST9232 ServiceEntry default/api: spec.ports[1].protocol';

test('plaintext on port 443', () => {
  expect(findings(entry({}))).toEqual([
    `${AT} "HTTP" means plaintext; if the server reads TLS on port 443, as servers do, "http://api.example.com:443" fails, and what clients send to "https://api.example.com" does not count as a call of this host; write HTTPS`,
  ]);
});

test('plaintext on port 443 for which proxies originate TLS', () => {
  expect(findings(entry({}), originating)).toEqual([
    `${AT} "HTTP" makes sidecars read plaintext on port 443, so what clients send to "https://api.example.com" does not count as a call of this host: it is passed through, or closed under REGISTRY_ONLY; write HTTPS, and let the proxy originate TLS for port 80 with targetPort 443`,
  ]);
  expect(findings(entry({}, { addresses: ['203.0.113.7'] }), originating)).toEqual([]);
});

test.each<[string, object, object]>([
  ['HTTPS', { protocol: 'HTTPS' }, {}],
  ['another port', { number: 8443 }, {}],
  ['another port of the server', { targetPort: 8080 }, {}],
  ['a server in the mesh', {}, { location: 'MESH_INTERNAL' }],
  [
    'endpoints with ports of their own',
    {},
    { resolution: 'STATIC', endpoints: [{ address: '203.0.113.7', ports: { other: 8080 } }] },
  ],
])('nothing is said of %s', (_, port, rest) => {
  expect(findings(entry(port, rest))).toEqual([]);
});
