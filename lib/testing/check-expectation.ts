import { millisecondsOf } from '../expectations';

/** What a field of an expectation may have. */
interface FieldType {
  /** What it has to be, in words. */
  readonly words: string;
  allows(value: unknown): boolean;
}

/** The names of the types that fields may have. */
export type FieldTypeName = keyof typeof TYPES;

/** The fields that an expectation may have. */
export interface ExpectationShape {
  /** The type of each field. */
  readonly fields: Readonly<Record<string, FieldTypeName>>;
  /** At least one of these fields is needed. The list is empty for expectations that may be empty. */
  readonly needs: readonly string[];
}

const TRANSPORTS = ['mutual TLS of the mesh', 'mutual TLS', 'TLS', 'plaintext'];
/** A longer value would hide the message. */
const LONGEST_SHOWN = 80;

const TYPES = {
  string: type('a string', (value) => typeof value === 'string'),
  number: type('a number', (value) => typeof value === 'number'),
  target: type(
    'a name, or a workload, a Service, a subset or a ServiceEntry of the app',
    (value) => typeof value === 'string' || isObject(value),
  ),
  object: type('a name, or an object of the app', (value) => typeof value === 'string' || isObject(value)),
  duration: type('a duration, such as "5s" or Duration.seconds(5)', isDuration),
  delay: type(
    'a duration, such as "7s" or Duration.seconds(7), or { duration, percentage }',
    (value) => isDuration(value) || hasFields(value, { duration: isDuration, percentage: isNumber }),
  ),
  retries: type(
    'a number, or { attempts, retryOn, perTryTimeout }',
    (value) =>
      isNumber(value) ||
      (hasFields(value, { attempts: isNumber, retryOn: isText, perTryTimeout: isDuration }) &&
        'attempts' in value),
  ),
  transport: type(`one of ${TRANSPORTS.map((word) => `"${word}"`).join(', ')}`, (value) =>
    TRANSPORTS.includes(value as string),
  ),
  targets: type(
    'a name or an object of the app, { to, percentage }, or a list of them',
    (value) => typeof value === 'string' || isObject(value),
  ),
} as const satisfies Readonly<Record<string, FieldType>>;

/**
 * Rejects an expectation that is empty or has unknown fields, since its test would pass whatever happens. The compiler
 * rejects it too, but not in tests that are written in JavaScript.
 *
 * @throws Error if the expectation has another shape
 */
export function checkExpectation(
  matcher: string,
  expected: unknown,
  { fields, needs }: ExpectationShape,
): void {
  const names = Object.keys(fields);
  if (!isObject(expected)) {
    throw new Error(`${matcher}: expected an object with ${listed(names)} after the request`);
  }
  const given = Object.entries(expected).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const typeName = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeName === undefined) {
      throw new Error(`${matcher}: "${name}" is unknown; use ${listed(names)}`);
    }
    const { words, allows } = TYPES[typeName];
    if (!allows(value)) {
      throw new Error(`${matcher}: "${name}" has to be ${words}, but is ${shown(value)}`);
    }
  }
  if (needs.length > 0 && !given.some(([name]) => needs.includes(name))) {
    throw new Error(`${matcher}: ${listed(needs)} is missing`);
  }
}

function type(words: string, allows: (value: unknown) => boolean): FieldType {
  return { words, allows };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDuration(value: unknown): boolean {
  if (typeof value === 'string') {
    return (millisecondsOf(value) ?? -1) >= 0;
  }
  return isObject(value) && 'toMilliseconds' in value && typeof value.toMilliseconds === 'function';
}

function hasFields(
  value: unknown,
  fields: Readonly<Record<string, (value: unknown) => boolean>>,
): value is object {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([name, own]) => Object.hasOwn(fields, name) && (own === undefined || fields[name]?.(own)),
    )
  );
}

/** A construct is a part of the whole app, which is too much for a message. */
function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  } catch {
    return 'an object of another kind';
  }
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ');
}
