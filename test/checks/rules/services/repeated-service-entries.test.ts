import { serviceEntry } from '../../../scene';
import { all, findingsOf, messagesWith } from '../../support';

const entry = (name: string, port: object = {}, more: object = {}) =>
  serviceEntry(name, {
    hosts: ['api.example.com'],
    resolution: 'DNS',
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS', ...port },
    ],
    ...more,
  });
const findings = (...yaml: string[]) => [
  ...findingsOf('IST9273', ...yaml),
  ...findingsOf('IST9274', ...yaml),
];
const only = (exportTo: string[]) => ({ exportTo });
const REPEATED = (number: number, other: string) =>
  `is port ${number} of "api.example.com", which ServiceEntry "${other}" declares to the same proxies too; keep one of them, or export each to other namespaces`;

test('one host and port in two ServiceEntries', () => {
  expect(findings(entry('shop/a'), entry('shop/b', { protocol: 'HTTPS' }))).toEqual([
    `Info IST9273 ServiceEntry shop/b: spec.ports[0] ${REPEATED(80, 'shop/a')}`,
    `Info IST9273 ServiceEntry shop/b: spec.ports[1] ${REPEATED(443, 'shop/a')}`,
  ]);
});

test('different protocols', () => {
  const other = entry(
    'cart/b',
    { number: 80, protocol: undefined },
    { ports: [{ number: 80, name: 'p', protocol: 'TCP' }] },
  );
  const yaml = all(entry('shop/a'), other);
  // From 1.31 on, `istioctl analyze` says it, of both.
  expect(messagesWith(['IST0177', 'IST9274'], yaml).map((message) => message.slice(0, 15))).toEqual([
    'Warning IST0177',
    'Warning IST0177',
  ]);
  expect(messagesWith(['IST9274'], yaml, { istio: '1.30' })).toEqual([
    'Warning IST9274 ServiceEntry cart/b: spec.ports[0].protocol is TCP for port 80 of "api.example.com", and ServiceEntry "shop/a" declares it as HTTP to the same proxies, which use only one of them; declare one protocol, or export each to other namespaces',
  ]);
});

test.each([
  ['for other namespaces', entry('shop/a', {}, only(['.'])), entry('cart/b', {}, only(['.'])), 0],
  ['for namespaces in common', entry('shop/a', {}, only(['.', 'cart'])), entry('cart/b', {}, only(['.'])), 2],
  ['for everybody and for one namespace', entry('shop/a'), entry('cart/b', {}, only(['.'])), 2],
  ['for one namespace and for everybody', entry('shop/a', {}, only(['.'])), entry('cart/b'), 2],
  ['for nobody', entry('shop/a'), entry('cart/b', {}, only(['~'])), 0],
  ['of other hosts', entry('shop/a'), entry('cart/b', {}, { hosts: ['b.example.com'] }), 0],
  [
    'of other ports',
    entry('shop/a'),
    entry('cart/b', {}, { ports: [{ number: 81, name: 'http', protocol: 'HTTP' }] }),
    0,
  ],
])('ServiceEntries %s', (_, one, other, count) => {
  expect(findings(one, other)).toHaveLength(count);
});
