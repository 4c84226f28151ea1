import { IST9001 } from '../../catalogue/admission-codes';
import { counted, shown } from '../../catalogue/words';
import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import { nearest } from '../../manifests/nearest';
import { placesOf } from './misplaced';
import type { Report } from './report';
import type { Schema } from './schema';
import type { Check } from './schema-check';

type Fields = Readonly<Record<string, unknown>>;

/** A message with more names is hard to read. */
const MAX_LISTED = 8;

/** What becomes of an unknown field. */
const FATE = 'kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it';

/** The checks of the number of fields of a map. */
export function* sizeChecks({ minProperties = 0, maxProperties }: Schema): Iterable<Check<Fields>> {
  if (minProperties > 0 || maxProperties !== undefined) {
    yield (map, report) => {
      const size = Object.keys(map).filter((key) => isSet(map, key)).length;
      if (size < minProperties) {
        report.violation(`has ${counted(size, 'entry', 'entries')}; use at least ${minProperties}`);
      } else if (maxProperties !== undefined && size > maxProperties) {
        report.violation(`has ${counted(size, 'entry', 'entries')}; use at most ${maxProperties}`);
      }
    };
  }
}

/** A field that a schema names. */
interface Field {
  readonly check: Check;
  readonly nullable: boolean;
}

/** The check of the fields of a map: the required ones, the known ones, and all others. */
export function fieldsCheck(
  schema: Schema,
  compile: (schema: Schema) => Check,
  istio: IstioVersion,
): Check<Fields> {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const fields = new Map<string, Field>(
    Object.entries(properties)
      .filter(([, { 'x-istio-since': since = istio }]) => isAtLeast(istio, since))
      .map(([name, property]) => [name, fieldOf(property, compile)]),
  );
  const others =
    typeof additionalProperties === 'object' ? fieldOf(additionalProperties, compile) : undefined;
  const isOpen = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'];
  const needed = required.filter((name) => properties[name]?.default === undefined);
  return (map, report) => {
    for (let i = 0; i < needed.length; i++) {
      const name = needed[i] as string;
      if (!isSet(map, name) && !(fields.get(name)?.nullable && Object.hasOwn(map, name))) {
        report.violation('is missing; add it', name);
      }
    }
    for (const name in map) {
      const value = map[name];
      const field = fields.get(name) ?? others;
      if (value === undefined) {
        continue;
      }
      if (!field) {
        if (!isOpen) {
          const since = properties[name]?.['x-istio-since'];
          if (since) {
            newerField(name, since, istio, report);
          } else {
            unknownField(name, fields.keys(), report);
          }
        }
      } else if (value !== null || field.nullable) {
        report.enter(name);
        field.check(value, report);
        report.leave();
      }
    }
  };
}

/**
 * Whether the API server sees the field. It removes nulls before it looks at anything else, unless the schema allows
 * them.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable
 */
export function isSet(map: Fields, name: string): boolean {
  return Object.hasOwn(map, name) && map[name] !== null && map[name] !== undefined;
}

function fieldOf(schema: Schema, compile: (schema: Schema) => Check): Field {
  return { check: compile(schema), nullable: schema.nullable === true };
}

/** Reports a field that a schema does not name. */
export function unknownField(name: string, known: Iterable<string>, report: Report): void {
  report.add(IST9001, `is unknown, so ${FATE}; ${remedyOf(name, [...known], report)}`, [name]);
}

function remedyOf(name: string, known: readonly string[], { schema, path }: Report): string {
  const meant = nearest(name, known);
  if (meant) {
    return `did you mean ${shown(meant)}?`;
  }
  const places = schema ? placesOf(name, schema, path) : [];
  if (places.length > 0) {
    return `move it to ${places.join(' or ')}, or remove it`;
  }
  return known.length > 0 && known.length <= MAX_LISTED
    ? `remove it, or use one of ${known.join(', ')}`
    : 'remove it';
}

function newerField(name: string, since: IstioVersion, istio: IstioVersion, report: Report): void {
  const text = `exists from Istio ${since} on; in ${istio}, ${FATE}; remove it, or upgrade Istio first`;
  report.add(IST9001, text, [name]);
}
