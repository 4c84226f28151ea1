import { recordAt, recordsAt, textAt, textsAt } from '../../../istiod/policies/strict-fields';
import type { Attribute, RuleScope } from './attribute';
import { attributeOf, OPERATION_FIELDS, SOURCE_FIELDS } from './attributes';
import { all, any, type Match, not } from './truth';

type Json = Readonly<Record<string, unknown>>;

/** A condition: an attribute has one of the values, and none of the `notValues`. */
interface Condition {
  /** Undefined if istiod does not know the key. */
  readonly attribute: Attribute | undefined;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** A rule as it is written. It matches if one of the sources, one of the operations and all conditions do. (H5) */
export interface AuthorizationRule {
  readonly sources: readonly (readonly Condition[])[];
  readonly operations: readonly (readonly Condition[])[];
  readonly conditions: readonly Condition[];
}

/** How a rule is compiled. */
export interface RuleUse {
  /** Whether the proxy reads no requests, but only bytes. */
  readonly isTcp: boolean;
  /** Whether a condition that cannot be checked drops the rule, as in ALLOW, rather than being left out. (H5) */
  readonly isStrict: boolean;
}

export function readRule(rule: Json, scope: RuleScope): AuthorizationRule {
  return {
    sources: recordsAt(rule, 'from').map((from) => fields(recordAt(from, 'source'), SOURCE_FIELDS, scope)),
    operations: recordsAt(rule, 'to').map((to) => fields(recordAt(to, 'operation'), OPERATION_FIELDS, scope)),
    conditions: recordsAt(rule, 'when').map((when) => ({
      attribute: attributeOf(textAt(when, 'key'), scope),
      values: textsAt(when, 'values'),
      notValues: textsAt(when, 'notValues'),
    })),
  };
}

/** Whether a rule matches; undefined if istiod drops the rule. (H5) */
export function compileRule(
  { sources, operations, conditions }: AuthorizationRule,
  use: RuleUse,
): Match | undefined {
  // Whatever the action is, istiod drops a rule with a key that it does not know.
  if (conditions.some(({ attribute }) => !attribute)) {
    return undefined;
  }
  const parts = [
    alternatives(sources, use),
    alternatives(operations, use),
    ...conditions.map((condition) => compileCondition(condition, use)),
  ];
  return parts.every((part) => part !== undefined) ? all(parts) : undefined;
}

/** Whether one of several lists of conditions matches. Without any list, everything matches. */
function alternatives(lists: readonly (readonly Condition[])[], use: RuleUse): Match | undefined {
  const matches = lists.map((conditions) => {
    const parts = conditions.map((condition) => compileCondition(condition, use));
    return parts.every((part) => part !== undefined) ? all(parts) : undefined;
  });
  if (!matches.every((match) => match !== undefined)) {
    return undefined;
  }
  return matches.length === 0 ? all([]) : any(matches);
}

function compileCondition({ attribute, values, notValues }: Condition, use: RuleUse): Match | undefined {
  const wanted = compileValues(attribute, values, use);
  const unwanted = compileValues(attribute, notValues, use);
  if (!wanted || !unwanted) {
    return undefined;
  }
  return all([
    ...(wanted.length > 0 ? [any(wanted)] : []),
    ...(unwanted.length > 0 ? [not(any(unwanted))] : []),
  ]);
}

/** Whether each value matches; undefined if one of them cannot be checked and the rule is strict. */
function compileValues(
  attribute: Attribute | undefined,
  values: readonly string[],
  { isTcp, isStrict }: RuleUse,
): readonly Match[] | undefined {
  const isMissing = !attribute || (isTcp && attribute.isHttpOnly);
  const matches = values.flatMap((value) => (isMissing ? [] : (attribute.match(value) ?? [])));
  return isStrict && matches.length < values.length ? undefined : matches;
}

function fields(
  record: Json,
  known: Readonly<Record<string, (scope: RuleScope) => Attribute>>,
  scope: RuleScope,
): readonly Condition[] {
  return Object.entries(known).map(([field, attribute]) => ({
    attribute: attribute(scope),
    values: textsAt(record, field),
    notValues: textsAt(record, `not${field.charAt(0).toUpperCase()}${field.slice(1)}`),
  }));
}
