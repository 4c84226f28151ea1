import { serviceEntry } from '../../../scene';
import { findingsOf, messagesWith } from '../../support';

const entry = (name: string, port: string, { host = 'db.example.com', more = '' } = {}) =>
  serviceEntry(name, `{ hosts: [${host}], resolution: DNS, ports: [{ name: db, number: ${port} }]${more} }`);
const said = (...yaml: readonly string[]) => findingsOf('IST0177', ...yaml);
const message = (name: string, protocol: string, others: string, port = 443) =>
  `Warning IST0177 ServiceEntry ${name}: spec.ports[0].protocol ${protocol} for port ${port} of "db.example.com", for which ServiceEntry ${others} another protocol; declare the same one in all of them`;

const TLS = entry('a/one', '443, protocol: TLS');

test.each([
  ['with the same protocol', entry('b/two', '443, protocol: tls'), false],
  ['with another protocol', entry('b/two', '443, protocol: HTTP'), true],
  ['of another port', entry('b/two', '444, protocol: HTTP'), false],
  ['of another host', entry('b/two', '443, protocol: HTTP', { host: 'other.example.com' }), false],
  [
    'that only its own namespace sees',
    entry('b/two', '443, protocol: HTTP', { more: ', exportTo: ["."]' }),
    true,
  ],
  ['that nobody sees', entry('b/two', '443, protocol: HTTP', { more: ', exportTo: ["~"]' }), false],
])('a ServiceEntry %s', (_, other, isReported) => {
  expect(said(TLS, other)).toEqual(
    isReported
      ? [message('a/one', '"TLS"', '"b/two" declares'), message('b/two', '"HTTP"', '"a/one" declares')]
      : [],
  );
});

test('two ServiceEntries for clients of different namespaces', () => {
  const own = ', exportTo: ["."]';
  const mine = entry('a/one', '443, protocol: TLS', { more: own });
  expect(said(mine, entry('b/two', '443, protocol: HTTP', { more: own }))).toEqual([]);
  expect(said(mine, entry('b/two', '443, protocol: HTTP', { more: ', exportTo: [a, c]' }))).toHaveLength(2);
});

test('a protocol that is missing is another than TCP, and each ServiceEntry is named', () => {
  const yaml = [
    entry('a/one', '443'),
    entry('b/two', '443, protocol: TCP'),
    entry('c/three', '443, protocol: TCP'),
  ];
  expect(said(...yaml)).toEqual([
    message('a/one', 'is missing', '"b/two" and "c/three" declare'),
    message('b/two', '"TCP"', '"a/one" declares'),
    message('c/three', '"TCP"', '"a/one" declares'),
  ]);
});

test('Istio 1.30 does not compare them', () => {
  const yaml = TLS + entry('b/two', '443, protocol: HTTP');
  expect(messagesWith(['IST0177'], yaml, { istio: '1.30' })).toEqual([]);
  expect(messagesWith(['IST0177'], yaml, { istio: '1.31' })).toHaveLength(2);
});
