import { recordAt, recordsAt, textAt, textsAt } from '../../../istiod/policies/shape';
import type { Attribute, RuleScope } from './attribute';
import { attributeOf, OPERATION_FIELDS, SOURCE_FIELDS } from './attributes';
import { all, any, type Match, not } from './truth';

type Json = Readonly<Record<string, unknown>>;

/** One question: whether an attribute is one of the values, and none of the others. */
interface Condition {
  /** Undefined for a key that istiod does not know. */
  readonly attribute: Attribute | undefined;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** A rule as it is written: one of the sources, one of the operations, and all conditions. (H5) */
export interface AuthorizationRule {
  readonly sources: readonly (readonly Condition[])[];
  readonly operations: readonly (readonly Condition[])[];
  readonly conditions: readonly Condition[];
}

/** Where a rule is enforced. */
export interface RuleUse {
  /** Whether the proxy sees bytes only. */
  readonly isTcp: boolean;
  /** Whether what cannot be asked makes the rule useless, as in ALLOW, rather than wider. (H5) */
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

/** The question that a rule puts; undefined where istiod drops the rule. (H5) */
export function compileRule(
  { sources, operations, conditions }: AuthorizationRule,
  use: RuleUse,
): Match | undefined {
  // Whatever the action is, istiod has no use for a rule with a key that it does not know.
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

/** One of several lists of conditions, if there are any. */
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

/** The questions for values; undefined where one cannot be put, and all must be. */
function compileValues(
  attribute: Attribute | undefined,
  values: readonly string[],
  { isTcp, isStrict }: RuleUse,
): readonly Match[] | undefined {
  const isLacking = !attribute || (isTcp && attribute.isHttpOnly);
  const matches = values.flatMap((value) => (isLacking ? [] : (attribute.match(value) ?? [])));
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
