import { shown } from '../../catalogue/words';
import { ARGUMENT_TYPES, type Type } from './argument-types';

/** A message with more names is hard to read. */
const MAX_LISTED = 8;
const MAX_FACTORIES = 3;

/** What is said of a value of another type. */
export function otherType(value: unknown, type: Type): string {
  return `is ${nameOf(value)}; use ${durationFor(value, type) ?? namesOf(value, type)}`;
}

function nameOf(value: unknown): string {
  if (typeof value === 'function') {
    return 'a function';
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const className = isObject ? Object.getPrototypeOf(value)?.constructor?.name : undefined;
  return className && className !== 'Object' ? withArticle(className) : isObject ? 'an object' : shown(value);
}

/** The duration that a text such as `5s` means. */
function durationFor(value: unknown, type: Type): string | undefined {
  const [, number, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(String(value)) ?? [];
  const isDuration = typeof type === 'object' && 'class' in type && type.class === 'Duration';
  return isDuration && number !== undefined ? `Duration.${UNITS[unit]}(${number})` : undefined;
}

const UNITS: Readonly<Record<string, string>> = { ms: 'millis', s: 'seconds', m: 'minutes', h: 'hours' };

/** The types that are possible, with what helps for the value. */
function namesOf(value: unknown, type: Type): string {
  const types = typeof type === 'object' && 'anyOf' in type ? type.anyOf : [type];
  const names = [...new Set(types.map((one) => typeName(value, one)))];
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function typeName(value: unknown, type: Type): string {
  if (typeof type === 'string') {
    return simpleName(value, type);
  }
  if ('values' in type) {
    return valueNames(type.values);
  }
  if ('like' in type) {
    return withArticle(type.like.replace(/^I(Kubernetes)?/, '').replace(/Reference$|Owner$/, ''));
  }
  if ('class' in type) {
    const factories = ARGUMENT_TYPES.factories[type.class] ?? [];
    const such = factories.length > 0 ? `, such as ${factories.slice(0, MAX_FACTORIES).join(', ')}` : '';
    return withArticle(type.class) + such;
  }
  return 'list' in type ? 'a list' : 'an object';
}

function simpleName(value: unknown, type: 'string' | 'number' | 'boolean' | 'object' | 'any'): string {
  if (
    type === 'number' &&
    typeof value === 'string' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return `${Number(value)}, without quotes`;
  }
  if (type === 'boolean' && (value === 'true' || value === 'false')) {
    return `${value}, without quotes`;
  }
  const words = {
    string: 'a string',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
    any: '',
  };
  return type === 'string' && typeof value === 'number' ? `a string, "${value}"` : words[type];
}

function valueNames(values: readonly (string | number)[]): string {
  const some = values.slice(0, MAX_LISTED).map(shown).join(', ');
  return values.length === 0
    ? 'nothing: remove it'
    : `one of ${some}${values.length > MAX_LISTED ? ' and others' : ''}`;
}

function withArticle(noun: string): string {
  return `${/^[AEIO]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
