import { serviceEntryAddresses } from '../../../../lib/checks/rules/destinations/service-entry-addresses';
import { parseMeshConfig } from '../../../../lib/istiod/mesh-config';
import { messagesBy } from '../../support';

const entry = (ports: string, more = '', status = '') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db }
spec: { hosts: [db.example.com], ports: ${ports}${more} }
${status}`;
const ADVICE =
  'without "addresses" takes every connection to this port, whatever its destination; add addresses, or name the protocol inside, such as "TLS"';
const message = (i: number, about: string) =>
  `Warning IST0134 ServiceEntry default/db: spec.ports[${i}].protocol ${about} ${ADVICE}`;
const TCP = '[{ number: 3306, name: mysql, protocol: TCP }]';

test.each([
  ['TCP', entry(TCP), [message(0, '"TCP"')]],
  ['tcp', entry('[{ number: 1, name: a, protocol: tcp }]'), [message(0, '"tcp"')]],
  ['none', entry('[{ number: 1, name: a }]'), [message(0, 'is missing, which means TCP, and')]],
  [
    'an empty one',
    entry('[{ number: 1, name: a, protocol: "" }]'),
    [message(0, 'is missing, which means TCP, and')],
  ],
  ['TLS', entry('[{ number: 443, name: tls, protocol: TLS }]'), []],
  [
    'TCP on two of three ports',
    entry(
      '[{ number: 1, name: a, protocol: TCP },\n { number: 2, name: b, protocol: HTTP },\n { number: 3, name: c, protocol: TCP }]',
    ),
    [message(0, '"TCP"'), message(2, '"TCP"')],
  ],
  ['TCP and addresses', entry(TCP, ', addresses: [10.0.0.1]'), []],
  ['TCP and an empty list of addresses', entry(TCP, ', addresses: []'), [message(0, '"TCP"')]],
  ['TCP and addresses from istiod', entry(TCP, '', 'status: { addresses: [{ value: 240.240.0.1 }] }'), []],
])('a port with protocol %s', (_, yaml, expected) => {
  expect(messagesBy(serviceEntryAddresses, yaml)).toEqual(expected);
});

test.each([
  ['{ ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" }', []],
  ['{ ISTIO_META_DNS_CAPTURE: "true", PILOT_ENABLE_IP_AUTOALLOCATE: "true" }', []],
  ['{ ISTIO_META_DNS_CAPTURE: "true" }', [message(0, '"TCP"')]],
  ['{ ISTIO_META_DNS_AUTO_ALLOCATE: "true" }', [message(0, '"TCP"')]],
  ['{ ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "false" }', [message(0, '"TCP"')]],
])('proxies with %s', (proxyMetadata, expected) => {
  const mesh = parseMeshConfig(`defaultConfig: { proxyMetadata: ${proxyMetadata} }`);
  expect(messagesBy(serviceEntryAddresses, entry(TCP), { mesh })).toEqual(expected);
});
