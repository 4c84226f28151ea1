const NANOSECONDS = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
} as const;
const UNITS = { ...NANOSECONDS, m: 60n * NANOSECONDS.s, h: 3600n * NANOSECONDS.s } as const;

type Unit = keyof typeof UNITS;

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
/** The longest duration of Go, in nanoseconds. */
const LONGEST = 2n ** 63n - 1n;

/** Milliseconds in a duration as Go reads it, such as `1.5s` or `1m30s`; undefined for any other text. */
export function parseDuration(value: string): number | undefined {
  // Most have one unit, which takes a fraction of the time.
  const [, only, onlyUnit] = /^(\d{1,6})(ms|s|m|h)$/.exec(value) ?? [];
  if (only !== undefined) {
    return (Number(only) * Number(UNITS[onlyUnit as Unit])) / 1e6;
  }
  const nanoseconds = parseNanoseconds(value);
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6;
}

/** Fractions of a nanosecond do not count. */
function parseNanoseconds(value: string): bigint | undefined {
  const isNegative = value.startsWith('-');
  const text = value.replace(/^[+-]/, '');
  if (text === '0') {
    return 0n;
  }
  let sum = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, whole = '', fraction = '', unit] = PART.exec(text) ?? [];
    if (whole + fraction === '') {
      return undefined;
    }
    const size = UNITS[unit as Unit];
    sum += BigInt(whole || 0) * size + (BigInt(fraction || 0) * size) / 10n ** BigInt(fraction.length);
  }
  return text === '' || sum > LONGEST ? undefined : isNegative ? -sum : sum;
}
