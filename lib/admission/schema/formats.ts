import { isCidr, parseIp } from '../../manifests/ip';

const INT32 = 2 ** 31;
/** JavaScript rounds the largest int64 up to this. */
const INT64 = 2 ** 63;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/;
/** As Go reads a time: hours may have one digit, and `T` and `Z` are in upper case. */
const RFC3339 =
  /^(\d{4}-\d\d-\d\d)T(\d\d?):([0-5]\d):([0-5]\d)(?:[.,]\d+)?(?:Z|[+-]([01]\d|2[0-4]):([0-5]\d))$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A format that the API server enforces. It does not enforce others, such as `double`. */
interface Format<Value> {
  readonly fits: (value: Value) => boolean;
  /** What to write, for messages. */
  readonly words: string;
}

/** Formats of numbers. An integer without a format is an int64. */
export const NUMBER_FORMATS: ReadonlyMap<string, Format<number>> = new Map([
  [
    'int32',
    { fits: (value) => value >= -INT32 && value < INT32, words: `a number from ${-INT32} to ${INT32 - 1}` },
  ],
  ['int64', { fits: (value) => value >= -INT64 && value < INT64, words: 'a number that fits into 64 bits' }],
]);

/** Formats of strings. */
export const STRING_FORMATS: ReadonlyMap<string, Format<string>> = new Map([
  ['byte', { fits: (value) => BASE64.test(value), words: 'base64' }],
  ['date', { fits: (value) => DATE.test(value) && isDate(value), words: 'a date, such as "2030-01-31"' }],
  [
    'date-time',
    {
      fits: (value) => DATE_TIME.test(value) && isTime(value),
      words: 'a time, such as "2030-01-31T12:00:00Z"',
    },
  ],
  // Not a format of CRDs: times in metadata are read by other rules than those in specs.
  ['rfc3339', { fits: isRfc3339, words: 'a time, such as "2030-01-31T12:00:00Z"' }],
  ['uuid', { fits: (value) => UUID.test(value), words: 'a UUID' }],
  ['ipv4', { fits: (value) => parseIp(value)?.length === 4, words: 'an IPv4 address' }],
  ['ipv6', { fits: (value) => parseIp(value)?.length === 16, words: 'an IPv6 address' }],
  ['cidr', { fits: isCidr, words: 'an address with a prefix length, such as "10.0.0.0/8"' }],
]);

function isRfc3339(value: string): boolean {
  const [, date = '', hour] = RFC3339.exec(value) ?? [];
  return hour !== undefined && Number(hour) < 24 && isDate(date);
}

/** JavaScript takes the 30th of February for the 1st or the 2nd of March. */
function isDate(value: string): boolean {
  return isTime(value) && new Date(value).toISOString().startsWith(value);
}

function isTime(value: string): boolean {
  return !Number.isNaN(Date.parse(value));
}
