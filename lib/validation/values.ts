import { isIP } from 'node:net';
import { RE2JS } from 're2js';
import type { Problem } from './problem';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const KUBERNETES_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
/** RFC 9110's token, what a header may be called. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const DURATION_UNITS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };
/** istiod hands longer patterns to nobody. */
const MAX_REGEX_LENGTH = 1024;

/** What Kubernetes takes as the value of a label, and as its name without prefix. */
const LABEL = /^[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?$/i;

export function isDnsLabel(value: string): boolean {
  return DNS_LABEL.test(value);
}

export function isIpAddress(value: string): boolean {
  return isIP(value) !== 0;
}

export function isHeaderName(value: string): boolean {
  return TOKEN.test(value);
}

/** Milliseconds in a duration of Go's spelling such as `1.5s` or `1m30s`; undefined when it is none. */
export function parseDuration(value: string): number | undefined {
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    return undefined;
  }
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * DURATION_UNITS[unit as keyof typeof DURATION_UNITS],
    0,
  );
}

export function* dnsLabel(field: string, value: string): Iterable<Problem> {
  if (!isDnsLabel(value)) {
    yield {
      field,
      message: `"${value}" is no DNS label; use letters, digits and "-", 63 at most, a letter or digit at both ends`,
    };
  }
}

/** A list whose values all say something. */
export function* notEmpty(field: string, values: readonly string[] = []): Iterable<Problem> {
  for (const [i, value] of values.entries()) {
    if (value === '') {
      yield { field: `${field}[${i}]`, message: 'is empty; remove it' };
    }
  }
}

/** Labels of a workload, as Kubernetes lets them be written. */
export function* labels(field: string, values: Readonly<Record<string, string>> = {}): Iterable<Problem> {
  for (const [key, value] of Object.entries(values)) {
    const parts = key.split('/');
    const [prefix, name = ''] = parts.length > 1 ? parts : [undefined, key];
    if (
      parts.length > 2 ||
      !LABEL.test(name) ||
      (prefix !== undefined && (!KUBERNETES_NAME.test(prefix) || prefix.length > 253))
    ) {
      yield { field, message: `has "${key}", which is no name of a label; write "name" or "prefix/name"` };
    } else if (value !== '' && !LABEL.test(value)) {
      yield {
        field: `${field}["${key}"]`,
        message: `"${value}" is no value of a label; use letters, digits, "-", "_" and ".", 63 at most, a letter or digit at both ends`,
      };
    }
  }
}

/** One of a closed set. */
export function* oneOf(
  field: string,
  value: string | undefined,
  known: readonly string[],
): Iterable<Problem> {
  if (value !== undefined && !known.includes(value)) {
    yield { field, message: `"${value}" is unknown; use one of ${known.join(', ')}` };
  }
}

/** Labels to select pods by, which are compared as they stand. */
export function* selectorLabels(
  field: string,
  values: Readonly<Record<string, string>> = {},
): Iterable<Problem> {
  const labels = Object.entries(values);
  if (labels.length === 0) {
    yield { field, message: 'is empty, which selects every pod; name labels, or leave the selector out' };
  }
  for (const [key, value] of labels) {
    if (key === '') {
      yield { field, message: `has a label without a key, of value "${value}"; name it` };
    } else if (`${key}${value}`.includes('*')) {
      yield {
        field: `${field}["${key}"]`,
        message: `"${value}" is a pattern, and labels are compared as they are; write them out`,
      };
    }
  }
}

/** The name of an object of which Kubernetes or Istio asks more than of most: a namespace, a Service, a Gateway. */
export function* objectLabel(field: string, value: string): Iterable<Problem> {
  if (!isDnsLabel(value) || value !== value.toLowerCase()) {
    const rules = 'lower-case letters, digits and "-", 63 at most, a letter or digit at both ends';
    yield { field, message: `"${value}" cannot be its name; use ${rules}` };
  }
}

/** What Kubernetes lets an object be called. */
export function* kubernetesName(field: string, value: string): Iterable<Problem> {
  if (!KUBERNETES_NAME.test(value) || value.length > 253) {
    yield {
      field,
      message: `"${value}" is no Kubernetes name; use lower-case letters, digits, "-" and ".", a letter or digit at both ends`,
    };
  }
}

/** A fully qualified name whose first label may be, or begin with, `*`; or `*` alone. */
export function* wildcardDomain(field: string, value: string): Iterable<Problem> {
  const [first = '', ...rest] = value.split('.');
  const labels = [first === '*' ? 'x' : first.replace(/^\*-?/, ''), ...rest];
  if (rest.length > 0 && labels.at(-1) === '') {
    labels.pop();
  }
  if (
    value.length > 255 ||
    !labels.every(isDnsLabel) ||
    (rest.length > 0 && /^\d+$/.test(labels.at(-1) ?? ''))
  ) {
    yield {
      field,
      message: `"${value}" is no host name; write a name such as "shop.example.com", "*.example.com" or "*"`,
    };
  }
}

export function* port(field: string, value: number): Iterable<Problem> {
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    yield { field, message: `${value} is no port; use a whole number from 1 to 65535` };
  }
}

/** A whole number that is not negative, as counts and priorities of some kinds are. */
export function* wholeNumber(field: string, value: number | undefined, what: string): Iterable<Problem> {
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 2 ** 32 - 1)) {
    yield { field, message: `${value} is no ${what}; use a whole number from 0` };
  }
}

/** A place in an order, which may be negative. */
export function* priority(field: string, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1)) {
    yield { field, message: `${value} is no priority; use a whole number` };
  }
}

/** The path of a unix socket, behind `unix://`; one that begins with `@` is not in the file system. */
export function* unixSocket(field: string, value: string): Iterable<Problem> {
  const path = value.replace(/^unix:\/\//, '');
  if (!/^[/@]./.test(path) || path.endsWith('/')) {
    yield {
      field,
      message: `"${value}" is no unix socket; write "unix://" and an absolute path, or "@" and a name`,
    };
  }
}

/** An IP address, or a block of them in CIDR notation. */
export function* subnet(field: string, value: string): Iterable<Problem> {
  const [address = '', bits, ...rest] = value.split('/');
  const version = isIP(address);
  const isBlock =
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  if (version === 0 || !isBlock || rest.length > 0) {
    yield { field, message: `"${value}" is no IP address and no CIDR block such as "10.0.0.0/8"` };
  }
}

/** A share of endpoints or requests, which may be none. */
export function* percent(field: string, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && !(value >= 0 && value <= 100)) {
    yield { field, message: `${value} is no percentage; use a number from 0 to 100` };
  }
}

/** A share in the millionths that Envoy counts in. */
export function* percentage(field: string, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && value !== 0 && !(value >= 0.0001 && value <= 100)) {
    yield { field, message: `${value} is no percentage; use 0, or a number from 0.0001 to 100` };
  }
}

export function* duration(field: string, value: string | undefined, remedy = ''): Iterable<Problem> {
  if (value === undefined) {
    return;
  }
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined || milliseconds < 1 || !Number.isInteger(milliseconds)) {
    yield { field, message: `"${value}" is no duration of at least 1ms in whole milliseconds${remedy}` };
  }
}

/** The pattern must be RE2's, the dialect of Envoy: it has no look-around and no back-references. */
export function* regex(field: string, value: string): Iterable<Problem> {
  if (value === '') {
    yield {
      field,
      message: 'is an empty regular expression; leave the condition out, or write ".*" for any value',
    };
  } else if (value.length > MAX_REGEX_LENGTH) {
    yield {
      field,
      message: `is a regular expression of ${value.length} characters; Istio takes ${MAX_REGEX_LENGTH}`,
    };
  } else {
    try {
      RE2JS.compile(value);
    } catch (error) {
      const reason = (error as Error).message.replace('error parsing regexp: ', '');
      yield { field, message: `"${value}" is no regular expression of RE2, the dialect of Envoy: ${reason}` };
    }
  }
}

export function* headerName(field: string, value: string): Iterable<Problem> {
  if (!isHeaderName(value)) {
    yield { field, message: `"${value}" is no header name` };
  }
}

/** The name of a header of requests, with the pseudo-headers that Envoy has for method, path and host. */
export function* requestHeaderName(field: string, value: string): Iterable<Problem> {
  if (!/^:(authority|method|path|scheme)$/.test(value)) {
    yield* headerName(field, value);
  }
}

/** A list that may hold `.` (this namespace), `*` (all) or names of namespaces. */
export function* exportTo(
  field: string,
  values: readonly string[] = [],
  namespace?: string,
): Iterable<Problem> {
  const names = values.map((value) => (value === '.' ? (namespace ?? value) : value));
  for (const [i, value] of values.entries()) {
    if (names.indexOf(names[i] ?? '') !== i) {
      yield { field: `${field}[${i}]`, message: `"${value}" is there twice; remove one` };
    } else if (value === '*' && values.length > 1) {
      yield {
        field: `${field}[${i}]`,
        message: '"*" exports to every namespace; remove it, or all the others',
      };
    } else if (value !== '*' && value !== '.') {
      yield* dnsLabel(`${field}[${i}]`, value);
    }
  }
}
