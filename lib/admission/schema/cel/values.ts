import type { CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isRecord } from '../../../manifests/manifest';
import { isSet } from '../maps';
import type { Schema } from '../schema';
import type { Reads } from './expression';

/** Names that CEL reserves. Rules write a field of such a name as `__in__`. */
const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace ' +
    'return var void while'
  ).split(' '),
);

/** Makes of a valid value what CEL rules see: without unknown fields and nulls, and with integers as `int`. */
export type Converter = (value: unknown) => CelInput;

/**
 * The converter of a schema's values.
 *
 * @param reads the parts of them that a rule reads
 */
export function converterOf(schema: Schema, reads: Reads = 'all'): Converter {
  const ofItem = schema.items ? converterOf(schema.items) : undefined;
  const ofMap = mapConverter(schema, reads);
  const isInteger = schema.type === 'integer' || schema['x-kubernetes-int-or-string'];
  return (value) => {
    switch (typeof value) {
      case 'object':
        return isRecord(value)
          ? ofMap(value)
          : ((value as unknown[] | null)?.map(ofItem ?? identity) ?? null);
      case 'number':
        return isInteger ? BigInt(value) : value;
      case 'string':
        return celString(value, schema.format);
      default:
        return value as CelInput;
    }
  };
}

type Fields = Readonly<Record<string, unknown>>;

function mapConverter(schema: Schema, reads: Reads): (map: Fields) => CelInput {
  const { properties = {}, additionalProperties } = schema;
  const known = Object.entries(properties).flatMap(
    ([name, property]) => fieldReader(name, property, reads) ?? [],
  );
  const ofOthers =
    typeof additionalProperties !== 'object'
      ? undefined
      : reads === 'keys'
        ? () => true
        : converterOf(additionalProperties);
  return (map) => {
    const fields = new Map<string, CelInput>();
    if (ofOthers) {
      for (const key of Object.keys(map)) {
        if (isSet(map, key)) {
          fields.set(key, ofOthers(map[key]));
        }
      }
    }
    for (const read of known) {
      read(map, fields);
    }
    return fields;
  };
}

/** A function that copies a field if a rule reads it. */
function fieldReader(
  name: string,
  schema: Schema,
  reads: Reads,
): ((map: Fields, fields: Map<string, CelInput>) => void) | undefined {
  const spelled = escaped(name);
  const isWhole = reads === 'all' || reads === 'keys';
  const read = isWhole ? 'value' : reads.get(spelled);
  if (!read) {
    return undefined;
  }
  const convert = read === 'value' ? converterOf(schema) : () => true;
  return (map, fields) => {
    const value = isSet(map, name) ? map[name] : schema.default;
    if (value !== undefined) {
      fields.set(spelled, convert(value));
    }
  };
}

function identity(value: unknown): CelInput {
  return value as CelInput;
}

/**
 * A field's name as rules write it.
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
