import { RE2JS } from 're2js';
import { isIpAddress, parseCidr } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const KUBERNETES_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const MAX_NAME_LENGTH = 253;
const MAX_DOMAIN_LENGTH = 255;
/** RFC 9110's token, what a header may be called. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const DURATION_UNITS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };
/** istiod hands longer patterns to nobody. */
const MAX_REGEX_LENGTH = 1024;
/** How many names a message lists. */
const MAX_SHOWN = 10;
/** How many patterns are remembered. */
const MAX_PATTERNS = 10_000;

/** What Kubernetes takes as the value of a label, and as its name without prefix. */
const LABEL = /^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i;
const LABEL_PREFIX = new RegExp(KUBERNETES_NAME, 'i');
const MAX_LABEL_LENGTH = 63;

export function isDnsLabel(value: string): boolean {
  return DNS_LABEL.test(value);
}

export { isIpAddress };

export function isHeaderName(value: string): boolean {
  return TOKEN.test(value);
}

/** Milliseconds in a duration of Go's spelling such as `1.5s` or `1m30s`; undefined when it is none. */
export function parseDuration(value: string): number | undefined {
  // Most have one unit, which takes a fraction of the time.
  const [, only, onlyUnit] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? [];
  if (only !== undefined) {
    return Number(only) * DURATION_UNITS[onlyUnit as keyof typeof DURATION_UNITS];
  }
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    return undefined;
  }
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * DURATION_UNITS[unit as keyof typeof DURATION_UNITS],
    0,
  );
}

export function* dnsLabelProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isDnsLabel(value)) {
    yield {
      field,
      message: `"${value}" is no DNS label; use letters, digits and "-", 63 at most, a letter or digit at both ends`,
    };
  }
}

/** A list whose values all say something. */
export function* emptyValueProblems(field: FieldPath, values: readonly string[] = []): Iterable<Problem> {
  for (const [i, value] of values.entries()) {
    if (value === '') {
      yield { field: [...field, i], message: 'is empty; remove it' };
    }
  }
}

/** Labels of a workload, as Kubernetes lets them be written. */
export function* labelProblems(
  field: FieldPath,
  values: Readonly<Record<string, string>> = {},
): Iterable<Problem> {
  for (const [key, value] of Object.entries(values)) {
    if (!isLabelKey(key)) {
      yield { field, message: `has "${key}", which is no name of a label; write "name" or "prefix/name"` };
    } else if (value !== '' && (!LABEL.test(value) || value.length > MAX_LABEL_LENGTH)) {
      yield {
        field: [...field, key],
        message: `"${value}" is no value of a label; use letters, digits, "-", "_" and ".", 63 at most, a letter or digit at both ends`,
        // Istio does not count the letters, but no pod has such a label.
        ...(LABEL.test(value) ? { type: IMPOSSIBLE_CONDITION } : {}),
      };
    }
  }
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = slash < 0 ? 'prefix' : key.slice(0, slash);
  return (
    LABEL.test(name) &&
    name.length <= MAX_LABEL_LENGTH &&
    LABEL_PREFIX.test(prefix) &&
    prefix.length <= MAX_NAME_LENGTH
  );
}

/** One of a closed set. */
export function* unknownValueProblems(
  field: FieldPath,
  value: string | undefined,
  known: readonly string[],
): Iterable<Problem> {
  if (value !== undefined && !known.includes(value)) {
    yield { field, message: `"${value}" is unknown; use one of ${known.join(', ')}` };
  }
}

/** Labels to select pods by, which are compared as they stand. */
export function* selectorProblems(
  field: FieldPath,
  values: Readonly<Record<string, string>> = {},
): Iterable<Problem> {
  const labels = Object.entries(values);
  if (labels.length === 0) {
    const message = 'is empty, which selects every pod; name labels, or leave the selector out';
    yield { field, message, type: WARNED };
  }
  for (const [key, value] of labels) {
    if (key === '') {
      yield { field, message: `has a label without a key, of value "${value}"; name it` };
    } else if (`${key}${value}`.includes('*')) {
      yield {
        field: [...field, key],
        message: `"${value}" is a pattern, and labels are compared as they are; write them out`,
      };
    }
  }
}

/** The name of an object of which Kubernetes or Istio asks more than of most: a namespace, a Service, a Gateway. */
export function* dnsNameProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isDnsLabel(value) || value !== value.toLowerCase()) {
    const rules = 'lower-case letters, digits and "-", 63 at most, a letter or digit at both ends';
    yield { field, message: `"${value}" cannot be its name; use ${rules}` };
  }
}

/** What Kubernetes lets an object be called. */
export function* kubernetesNameProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isKubernetesName(value)) {
    yield {
      field,
      message: `"${value}" is no Kubernetes name; use lower-case letters, digits, "-" and ".", a letter or digit at both ends`,
    };
  }
}

export function isKubernetesName(value: string): boolean {
  return KUBERNETES_NAME.test(value) && value.length <= MAX_NAME_LENGTH;
}

/** A fully qualified name whose first label may be, or begin with, `*`; or `*` alone. */
export function* hostProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isWildcardDomain(value)) {
    yield {
      field,
      message: `"${value}" is no host name; write a name such as "shop.example.com", "*.example.com" or "*"`,
    };
  }
}

/** M2's wildcard domain. */
export function isWildcardDomain(value: string): boolean {
  const dot = value.indexOf('.');
  const first = dot < 0 ? value : value.slice(0, dot);
  return (
    value.length <= MAX_DOMAIN_LENGTH &&
    first.length <= MAX_LABEL_LENGTH &&
    (first === '*' || isDnsLabel(first.replace(/^\*-?/, ''))) &&
    (dot < 0 || areDomainLabels(value.slice(dot + 1)))
  );
}

/** M2's FQDN: without wildcard, and the last label is no number. */
export function isFqdn(value: string): boolean {
  return value !== '' && value.length <= MAX_DOMAIN_LENGTH && areDomainLabels(value);
}

/** One dot at the end is for names that are whole as they are. */
function areDomainLabels(value: string): boolean {
  const labels = value.split('.');
  if (labels.at(-1) === '') {
    labels.pop();
  } else if (/^\d+$/.test(labels.at(-1) ?? '')) {
    return false;
  }
  return labels.every(isDnsLabel);
}

export function* portProblems(field: FieldPath, value: number): Iterable<Problem> {
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    yield { field, message: `${value} is no port; use a whole number from 1 to 65535` };
  }
}

/** A whole number that is not negative, as counts and priorities of some kinds are. */
export function* wholeNumberProblems(
  field: FieldPath,
  value: number | undefined,
  what: string,
): Iterable<Problem> {
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 2 ** 32 - 1)) {
    yield { field, message: `${value} is no ${what}; use a whole number from 0` };
  }
}

/** A place in an order, which may be negative. */
export function* priorityProblems(field: FieldPath, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1)) {
    yield { field, message: `${value} is no priority; use a whole number` };
  }
}

/** The path of a unix socket, behind `unix://`; one that begins with `@` is not in the file system. */
export function* unixSocketProblems(field: FieldPath, value: string): Iterable<Problem> {
  const path = value.replace(/^unix:\/\//, '');
  if (!/^[/@]./.test(path) || path.endsWith('/')) {
    yield {
      field,
      message: `"${value}" is no unix socket; write "unix://" and an absolute path, or "@" and a name`,
      // istiod does not look behind "@".
      type: path.startsWith('@') ? UNUSABLE_VALUE : REFUSED,
    };
  }
}

/** An IP address, or a block of them in CIDR notation. */
export function* subnetProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!parseCidr(value)) {
    yield { field, message: `"${value}" is no IP address and no CIDR block such as "10.0.0.0/8"` };
  }
}

/** A share of endpoints or requests, which may be none. */
export function* percentProblems(field: FieldPath, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && !(value >= 0 && value <= 100)) {
    yield { field, message: `${value} is no percentage; use a number from 0 to 100` };
  }
}

/** A share in the millionths that Envoy counts in. */
export function* percentageProblems(field: FieldPath, value: number | undefined): Iterable<Problem> {
  if (value !== undefined && value !== 0 && !(value >= 0.0001 && value <= 100)) {
    yield { field, message: `${value} is no percentage; use 0, or a number from 0.0001 to 100` };
  }
}

export function* durationProblems(
  field: FieldPath,
  value: string | undefined,
  remedy = '',
): Iterable<Problem> {
  if (value === undefined) {
    return;
  }
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined || milliseconds < 1 || !Number.isInteger(milliseconds)) {
    yield { field, message: `"${value}" is no duration of at least 1ms in whole milliseconds${remedy}` };
  }
}

/** The pattern must be RE2's, the dialect of Envoy: it has no look-around and no back-references. */
export function* regexProblems(field: FieldPath, value: string): Iterable<Problem> {
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
    const mistake = patternMistake(value);
    if (mistake !== undefined) {
      yield {
        field,
        message: `"${value}" is no regular expression of RE2, the dialect of Envoy: ${mistake}`,
      };
    }
  }
}

/** What is wrong with patterns met before; manifests repeat theirs. */
const patternMistakes = new Map<string, string | undefined>();

function patternMistake(pattern: string): string | undefined {
  if (!patternMistakes.has(pattern)) {
    if (patternMistakes.size >= MAX_PATTERNS) {
      patternMistakes.clear();
    }
    patternMistakes.set(pattern, compilationMistake(pattern));
  }
  return patternMistakes.get(pattern);
}

function compilationMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace('error parsing regexp: ', '');
  }
}

export function* headerNameProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isHeaderName(value)) {
    yield { field, message: `"${value}" is no header name` };
  }
}

/** The name of a header of requests, with the pseudo-headers that Envoy has for method, path and host. */
export function* requestHeaderNameProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!/^:(authority|method|path|scheme)$/.test(value)) {
    yield* headerNameProblems(field, value);
  }
}

/** A list that may hold `.` (this namespace), `*` (all) or names of namespaces. */
export function* exportToProblems(
  field: FieldPath,
  values: readonly string[] = [],
  namespace?: string,
): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    const name = value === '.' ? (namespace ?? value) : value;
    if (seen.has(name)) {
      yield { field: [...field, i], message: `"${value}" is there twice; remove one` };
    } else if (value === '*' && values.length > 1) {
      yield {
        field: [...field, i],
        message: '"*" exports to every namespace; remove it, or all the others',
      };
    } else if (value !== '*' && value !== '.') {
      yield* dnsLabelProblems([...field, i], value);
    }
    seen.add(name);
  }
}

/** For each value that an earlier one equals, the places of both. */
export function* repetitions<Value>(values: Iterable<Value>): Iterable<{ at: number; first: number }> {
  const places = new Map<Value, number>();
  let at = 0;
  for (const value of values) {
    const first = places.get(value);
    if (first === undefined) {
      places.set(value, at);
    } else {
      yield { at, first };
    }
    at++;
  }
}

/** A list of names for a message, which stays short. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_SHOWN).join(', ');
  return names.length > MAX_SHOWN ? `${shown} and ${names.length - MAX_SHOWN} more` : shown;
}
