import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isInBlock, parseIp, parseIpBlock } from '../../lib/manifests/ip';

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['10.1.2.3', '10.9.9.9/8', true], // the rest of the block's address does not count
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.4', '10.1.2.3', false],
  ['10.1.2.129', '10.1.2.128/25', true],
  ['10.1.2.127', '10.1.2.128/25', false],
  ['203.0.113.9', '0.0.0.0/0', true],
  ['2001:db8::1', '0.0.0.0/0', false],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:0db8:0:0:0:0:0:1', '2001:db8::1', true],
  ['::ffff:10.1.2.3', '::ffff:a01:203', true],
  ['10.1.2.3', '::ffff:10.1.2.3', false],
])('%s in %s: %s', (address, block, expected) => {
  expect(isInBlock(parseIp(address) ?? [], parseIpBlock(block) ?? { address: [], bits: 99 })).toBe(expected);
});

test.each([
  '',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/',
  '/8',
  '10.0.0/8',
  '::/129',
  '::1/-1',
  '10.0.0.0/8/8',
])('"%s" is no block', (text) => expect(parseIpBlock(text)).toBeUndefined());

test('addresses are what Node takes for addresses', () => {
  const piece = fc.constantFrom(
    '0',
    '1',
    '01',
    'ff',
    'fffff',
    '255',
    '256',
    ':',
    '::',
    '.',
    '1.2.3.4',
    'g',
    '',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 17 }), (pieces) => {
      const text = pieces.join('');
      const length = parseIp(text)?.length ?? 0;
      expect(length).toBe(isIPv4(text) ? 4 : isIPv6(text) ? 16 : 0);
    }),
    { numRuns: 3000 },
  );
});

test('Node’s addresses are addresses', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) =>
      expect(parseIp(text)).toHaveLength(isIPv4(text) ? 4 : 16),
    ),
    { numRuns: 500 },
  );
});
