import type { IstioVersion } from '../../istiod/istio-version';
import { lazily } from '../../manifests/collections';
import { alternativeChecks } from './alternatives';
import { celChecks } from './cel/cel-rules';
import { itemsCheck, listChecks } from './list-checks';
import { fieldsCheck, sizeChecks } from './maps';
import { enumChecks, numberChecks, stringChecks } from './scalars';
import type { Schema } from './schema';
import type { Check } from './schema-check';
import { isFraction, otherType, typeTest } from './types';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes a function of a schema, which then runs on each object. CEL rules run only on values that are otherwise valid. The
 * schema of a field is compiled when the first object has the field, because most objects have few of many fields.
 *
 * @param istio the version of Istio: newer fields and values are violations
 */
export function compile(schema: Schema, istio: IstioVersion): Check {
  const isOfType = typeTest(schema);
  const parts = lazily(() => ({ check: all([...checksOf(schema, istio)]), rule: all(celChecks(schema)) }));
  return (value, report) => {
    report.visit();
    if (value === null && schema.nullable) {
      return;
    }
    if (!isOfType(value)) {
      const text = otherType(value, schema);
      if (isFraction(value, schema)) {
        report.violation(text);
      } else {
        report.wrongType(text);
      }
      return;
    }
    const { check, rule } = parts();
    const before = report.violations;
    check?.(value, report);
    if (rule && report.violations === before && !report.isTrial) {
      rule(value, report);
    }
  };
}

function* checksOf(schema: Schema, istio: IstioVersion): Iterable<Check> {
  const compiled = (part: Schema) => compile(part, istio);
  yield* enumChecks(schema, istio);
  const number = all([...numberChecks(schema)]);
  const string = all([...stringChecks(schema)]);
  const list = all([...listChecks(schema), ...(schema.items ? [itemsCheck(compiled(schema.items))] : [])]);
  const map = all([
    ...sizeChecks(schema),
    ...(asksForFields(schema) ? [fieldsCheck(schema, compiled, istio)] : []),
  ]);
  // A keyword for values of one type does not apply to values of another.
  if (number || string || list || map) {
    yield (value, report) => {
      if (typeof value === 'object' && value !== null) {
        return Array.isArray(value) ? list?.(value, report) : map?.(value as Fields, report);
      }
      return typeof value === 'string'
        ? string?.(value, report)
        : typeof value === 'number'
          ? number?.(value, report)
          : undefined;
    };
  }
  yield* alternativeChecks(schema, compiled);
}

function asksForFields({ type, properties, additionalProperties, required }: Schema): boolean {
  return type === 'object' || (properties ?? additionalProperties ?? required) !== undefined;
}

/** The checks as one, which runs them without a loop: it runs for every value of every object. */
function all<Value>(checks: readonly Check<Value>[]): Check<Value> | undefined {
  return checks.reduce<Check<Value> | undefined>(
    (earlier, check) =>
      earlier
        ? (value, report) => {
            earlier(value, report);
            check(value, report);
          }
        : check,
    undefined,
  );
}
