import { shown } from '../../catalogue/words';
import type { Schema } from './schema';

type Type = NonNullable<Schema['type']> | 'int-or-string';

const WORDS: Readonly<Record<Type, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  'int-or-string': 'a whole number or a string',
};

const IS: Readonly<Record<Type, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  'int-or-string': (value) => typeof value === 'string' || Number.isInteger(value),
};

/** Tests whether a value has the type of a schema. A schema without a type, as in a branch of `oneOf`, takes any value. */
export function typeTest(schema: Schema): (value: unknown) => boolean {
  const type = typeOf(schema);
  return type ? IS[type] : () => true;
}

/** Whether a value is a number, though not a whole one as in the schema. */
export function isFraction(value: unknown, { type }: Schema): boolean {
  return type === 'integer' && typeof value === 'number';
}

/** The message about a value of another type. */
export function otherType(value: unknown, schema: Schema): string {
  const type = typeOf(schema) ?? 'object';
  if (typeof value === 'number' && isDuration(schema)) {
    return `is ${shown(value)}; use a duration with its unit, such as "${value}s"`;
  }
  return `is ${shown(value)}; use ${quotesHelp(value, type) ?? WORDS[type]}`;
}

/** What YAML reads as booleans if it is not quoted. */
const BOOLEAN_WORDS = {
  true: '"true", "yes", "on" or "y"',
  false: '"false", "no", "off" or "n"',
} as const;

/** Most scalars of the wrong type need quotes, or need none. */
function quotesHelp(value: unknown, type: Type): string | undefined {
  if (type === 'string' && typeof value === 'number') {
    return `a string in quotes, such as "${value}"`;
  }
  if (type === 'string' && typeof value === 'boolean') {
    return `a string in quotes, such as ${BOOLEAN_WORDS[`${value}`]}`;
  }
  if (typeof value !== 'string' || value.length > 20 || value.trim() === '') {
    return undefined;
  }
  const plain = type === 'boolean' ? booleanOf(value) : Number(value);
  return plain !== undefined && IS[type](plain) ? `${plain}, without quotes` : undefined;
}

function booleanOf(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function isDuration({ 'x-kubernetes-validations': rules = [] }: Schema): boolean {
  return rules.some(({ rule }) => rule.startsWith('duration(self)'));
}

function typeOf(schema: Schema): Type | undefined {
  return schema['x-kubernetes-int-or-string'] ? 'int-or-string' : schema.type;
}
