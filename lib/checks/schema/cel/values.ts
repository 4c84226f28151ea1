import type { CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isRecord } from '../../../manifests/manifest';
import { isSet } from '../maps';
import type { Schema } from '../schema';
import type { Reads } from './expression';

/** Names that CEL keeps for itself; a field of such a name is spelled `__in__`. */
const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace ' +
    'return var void while'
  ).split(' '),
);

/**
 * A valid value as CEL rules see it: without unknown fields and nulls, integers as `int`.
 *
 * @param reads what of a map with known fields is needed
 */
export function celValue(value: unknown, schema: Schema, reads: Reads = 'all'): CelInput {
  if (Array.isArray(value)) {
    return value.map((item) => celValue(item, schema.items ?? {}));
  }
  if (isRecord(value)) {
    return new Map(reads === 'all' ? allFields(value, schema) : someFields(value, schema, reads));
  }
  if (typeof value === 'string') {
    return celString(value, schema.format);
  }
  if (typeof value === 'number' && (schema.type === 'integer' || schema['x-kubernetes-int-or-string'])) {
    return BigInt(value);
  }
  return value as CelInput;
}

type Fields = Readonly<Record<string, unknown>>;

function* allFields(map: Fields, schema: Schema): Iterable<[string, CelInput]> {
  const { properties, additionalProperties } = schema;
  if (typeof additionalProperties === 'object') {
    for (const key of Object.keys(map)) {
      if (isSet(map, key)) {
        yield [key, celValue(map[key], additionalProperties)];
      }
    }
  }
  for (const name of Object.keys(properties ?? {})) {
    yield* field(map, name, properties?.[name] ?? {});
  }
}

function* someFields(
  map: Fields,
  schema: Schema,
  reads: Exclude<Reads, 'all'>,
): Iterable<[string, CelInput]> {
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    const read = reads.get(escaped(name));
    if (read) {
      yield* read === 'value' ? field(map, name, one) : presence(map, name, one);
    }
  }
}

function* field(map: Fields, name: string, schema: Schema): Iterable<[string, CelInput]> {
  const value = isSet(map, name) ? map[name] : schema.default;
  if (value !== undefined) {
    yield [escaped(name), celValue(value, schema)];
  }
}

function* presence(map: Fields, name: string, schema: Schema): Iterable<[string, CelInput]> {
  if (isSet(map, name) || schema.default !== undefined) {
    yield [escaped(name), true];
  }
}

/**
 * A field's name as rules spell it.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
function escaped(name: string): string {
  if (RESERVED.has(name)) {
    return `__${name}__`;
  }
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

function celString(value: string, format: string | undefined): CelInput {
  switch (format) {
    case 'byte':
      return Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    case 'date':
    case 'date-time':
      return timestampFromDate(new Date(value));
    default:
      return value;
  }
}
