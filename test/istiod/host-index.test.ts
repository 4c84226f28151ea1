import { HostIndex } from '../../lib/istiod/hosts/host-index';
import { hostsMatch, isSubsetOf } from '../../lib/istiod/hosts/hosts';

const HOSTS = [
  '*',
  '*.com',
  '*.example.com',
  '*example.com',
  '*.a.example.com',
  'example.com',
  'a.example.com',
  'b.a.example.com',
  'myexample.com',
  'example.org',
  '',
];
const index = new HostIndex(HOSTS.map((host) => [host, host] as const));

test.each([...HOSTS, '*.org', '*.b.a.example.com', 'c.example.com', '*.'])(
  'answers for "%s" as a look at every host would',
  (host) => {
    expect([...index.matching(host)].sort()).toEqual(HOSTS.filter((other) => hostsMatch(host, other)).sort());
    expect([...index.covering(host)].sort()).toEqual(HOSTS.filter((other) => isSubsetOf(host, other)).sort());
    expect(index.matches(host)).toBe(true);
  },
);

test('the most specific comes first', () => {
  expect([...index.covering('b.a.example.com')]).toEqual([
    'b.a.example.com',
    '*.a.example.com',
    '*.example.com',
    '*example.com',
    '*.com',
    '*',
  ]);
});

test.each([
  ['a.example.com', true],
  ['*.com', true],
  ['example.com', false],
  ['*.org', false],
])('%s matches *.example.com: %s', (host, expected) => {
  expect(new HostIndex([['*.example.com', 1]]).matches(host)).toBe(expected);
});

test('of one host, the last value counts', () => {
  expect(
    new HostIndex([
      ['a', 1],
      ['a', 2],
    ]).get('a'),
  ).toBe(2);
});
