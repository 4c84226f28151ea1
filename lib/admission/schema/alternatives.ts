import { allListed } from '../../catalogue/words';
import { isRecord } from '../../manifests/manifest';
import { isSet } from './maps';
import type { Report } from './report';
import type { Schema } from './schema';
import type { Check } from './schema-check';

/** `oneOf`, `anyOf`, `allOf` and `not`. */
export function* alternativeChecks(schema: Schema, compile: (schema: Schema) => Check): Iterable<Check> {
  const { allOf = [], anyOf, oneOf, not } = schema;
  const branch = (part: Schema) => compileBranch(part, compile);
  yield* allOf.map(branch);
  if (anyOf) {
    const branches = anyOf.map(branch);
    yield (value, report) => {
      if (!branches.some((check) => report.passes(() => check(value, report)))) {
        report.violation(`matches none of the allowed forms; ${remedy(anyOf)}`);
      }
    };
  }
  if (oneOf) {
    yield atMostOne(oneOf) ?? exactlyOne(oneOf, oneOf.map(branch));
  }
  if (not) {
    const unwanted = branch(not);
    yield (value, report) => {
      if (report.passes(() => unwanted(value, report))) {
        const names = not.required ?? [];
        report.violation(
          names.length > 0
            ? `sets ${allListed(names)}; remove one of them`
            : 'is a form that the schema excludes; see its reference',
        );
      }
    };
  }
}

/** A branch adds conditions to the schema around it, and only the latter lists all fields. */
function compileBranch(schema: Schema, compile: (schema: Schema) => Check): Check {
  return compile({ 'x-kubernetes-preserve-unknown-fields': true, ...schema });
}

/** Istio's form of "at most one of these fields": either none is set, or the first, or the second and so on. */
function atMostOne(branches: readonly Schema[]): Check | undefined {
  const names = branches.flatMap((branch) => requiredAlone(branch) ?? []);
  const none = branches.filter((branch) => !requiredAlone(branch));
  const forbidden = none[0]?.not?.anyOf?.flatMap((branch) => requiredAlone(branch) ?? []);
  if (none.length !== 1 || forbidden?.join() !== names.join()) {
    return undefined;
  }
  return (value, report) => {
    const set = isRecord(value) ? names.filter((name) => isSet(value, name)) : [];
    if (set.length > 1) {
      report.violation(moreThanOne(set));
    }
  };
}

/** The message about fields that exclude one another. */
export function moreThanOne(names: readonly string[]): string {
  return `sets ${names.length === 2 ? 'both ' : ''}${allListed(names)}; keep one of them`;
}

function exactlyOne(schemas: readonly Schema[], branches: readonly Check[]): Check {
  return (value, report: Report) => {
    const fitting = schemas.filter((_, i) => report.passes(() => branches[i]?.(value, report)));
    if (fitting.length === 0) {
      report.violation(`matches none of the allowed forms; ${remedy(schemas)}`);
    } else if (fitting.length > 1) {
      const names = fitting.flatMap((schema) => requiredAlone(schema) ?? []);
      report.violation(
        names.length > 1
          ? moreThanOne(names)
          : `matches ${fitting.length} forms, and only one is allowed; see its reference`,
      );
    }
  };
}

/** The field of a schema that requires one field and nothing else. */
function requiredAlone(schema: Schema): string | undefined {
  const { required, ...rest } = schema;
  return required?.length === 1 && Object.keys(rest).length === 0 ? required[0] : undefined;
}

function remedy(schemas: readonly Schema[]): string {
  const names = schemas.flatMap((schema) => schema.required ?? []);
  return names.length > 0 ? `set one of ${allListed(names)}` : 'see its reference';
}
