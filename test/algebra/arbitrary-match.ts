import fc from 'fast-check';

const uri = fc.constantFrom<object>(
  { prefix: '/' },
  { prefix: '/a' },
  { exact: '/a' },
  { prefix: '/a/' },
  { regex: '/[ab].*' },
  { regex: '/[^ab].*|/' },
  { regex: '.*\\.png' },
  { regex: '/(a|b)(/.*)?' },
);
const stringMatch = fc.constantFrom<object>(
  { exact: 'jason' },
  { prefix: 'ja' },
  { regex: '.+' },
  { regex: '(?i)J.*' },
  { regex: '[^j].*|' },
  {},
);
const map = (...names: string[]) =>
  fc.dictionary(fc.constantFrom(...names), stringMatch, { minKeys: 1, maxKeys: 1 });

const CONDITIONS = {
  uri,
  ignoreUriCase: fc.constant(true),
  method: fc.constantFrom({ exact: 'GET' }, { regex: '[^G].*' }, { regex: '[A-Y].*' }),
  headers: map('x-user'),
  withoutHeaders: map('x-user', 'X-User'),
  queryParams: map('q'),
  authority: fc.constantFrom({ prefix: 'first' }, { exact: 'first.example.com' }),
};
const names = fc.subarray(Object.keys(CONDITIONS), { maxLength: 2 });

/** A match of a VirtualService with so few conditions that several matches often cover another one. */
export const arbitraryMatch: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(fc.record(CONDITIONS), names)
  .map(([all, wanted]) => Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name))));
