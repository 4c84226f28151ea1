import { parseDuration } from '../../lib/istiod/durations';

test.each([
  ['1s', 1000],
  ['1.5h', 5_400_000],
  ['1m30s', 90_000],
  ['1.s', 1000],
  ['.5s', 500],
  ['+1s', 1000],
  ['-1.5s', -1500],
  ['-0s', 0],
  ['0', 0],
  ['1us', 0.001],
  ['1µs', 0.001],
  ['1μs', 0.001],
  // Less than a nanosecond does not count.
  ['1.0000000001s', 1000],
  ['1.000000001s', 1000.000001],
  ['2562047h', 9_223_369_200_000],
  ['9223372036s', 9_223_372_036_000],
])('%s has a length', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

test.each([
  '',
  '+',
  '-',
  '1',
  '.s',
  's',
  '1 s',
  '1d',
  '1S',
  '1s ',
  '--1s',
  '9223372037s',
  '1e3s',
  '10000000000000000000000s',
])('"%s" is not a duration', (text) => expect(parseDuration(text)).toBeUndefined());
