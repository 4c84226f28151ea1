import { firstOverlaps } from '../../../lib/istiod/hosts/first-overlaps';
import { HostIndex } from '../../../lib/istiod/hosts/host-index';
import { hostsMatch, isSubsetOf, isWildcard } from '../../../lib/istiod/hosts/host-matching';

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

describe.each([...HOSTS, '*.org', '*.b.a.example.com', 'c.example.com', '*.'])('asked for "%s"', (host) => {
  const covering = HOSTS.filter((other) => isSubsetOf(host, other));
  // The longer of two hosts that cover a third is the more specific one, and a name is more specific than a wildcard.
  const isMoreSpecific = (a: string, b: string) =>
    Number(isWildcard(a)) - Number(isWildcard(b)) || b.length - a.length;

  test('finds the hosts that match as a look at every host would', () => {
    expect([...index.matching(host)].sort()).toEqual(HOSTS.filter((other) => hostsMatch(host, other)).sort());
    expect(index.matches(host)).toBe(true);
  });

  test('finds the hosts that cover it, the most specific first', () => {
    expect([...index.covering(host)]).toEqual(covering.sort(isMoreSpecific));
    expect([...index.wildcardsOver(host)]).toEqual(covering.filter(isWildcard));
    expect(index.mostSpecific(host)).toBe(covering[0]);
    expect(index.covers(host)).toBe(true);
  });
});

test.each([...HOSTS.filter(isWildcard), '*.org', '*.net'])(
  '%s covers the hosts that are its subsets',
  (wildcard) => {
    const covered = HOSTS.filter((host) => host !== wildcard && isSubsetOf(host, wildcard));
    const found = [...index.coveredBy(wildcard)];
    expect(found.map(([host]) => host).sort()).toEqual(covered.sort());
    expect(found.every(([host, value]) => host === value)).toBe(true);
  },
);

test.each([
  ['a.example.com', true],
  ['*.com', true],
  ['example.com', false],
  ['*.org', false],
])('%s matches *.example.com: %s', (host, expected) => {
  expect(new HostIndex([['*.example.com', 1]]).matches(host)).toBe(expected);
});

test.each([
  ['a.example.com', '*.example.com'],
  ['.example.com', '*.com'],
  ['example.com', 'example.com'],
  ['example.org', undefined],
])('the * of the wildcard that answers to "%s" is not empty (D1)', (name, expected) => {
  const hosts = ['*.example.com', '*.com', 'example.com'];
  expect(new HostIndex(hosts.map((host) => [host, host] as const)).answering(name)).toBe(expected);
});

test('of one host, the last value counts', () => {
  const hosts = new HostIndex([
    ['a', 1],
    ['*.a', 1],
    ['a', 2],
  ]);
  hosts.set('*.a', 2);
  expect([hosts.get('a'), hosts.get('*.a'), hosts.size]).toEqual([2, 2, 2]);
});

test('a host that is added later is found', () => {
  const hosts = new HostIndex([['*.com', 'old']]);
  expect(hosts.mostSpecific('a.example.com')).toBe('old');
  expect([...hosts.coveredBy('*.com')]).toEqual([]);
  hosts.set('*.example.com', 'new');
  expect(hosts.mostSpecific('a.example.com')).toBe('new');
  expect([...hosts.coveredBy('*.com')]).toEqual([['*.example.com', 'new']]);
});

test('a host overlaps the first earlier host of the list that matches it', () => {
  const hosts = ['a.example.com', '*.org', '*.example.com', 'b.example.com', 'x.org', '*.org', 'other'];
  const expected = hosts.flatMap((host, later) => {
    const first = hosts.slice(0, later).findIndex((earlier) => hostsMatch(earlier, host));
    return first < 0 ? [] : [[later, first]];
  });
  expect([...firstOverlaps(hosts)].sort(([a], [b]) => a - b)).toEqual(expected);
});
