import type { parse } from '@bufbuild/cel';

/** A CEL expression, parsed and with its macros expanded. */
export type Expression = ReturnType<typeof parse>['expr'];

/**
 * The parts of `self` that a rule reads: all of it, the keys of a map, or some fields. Of a field, a rule may read the value
 * or only whether it is present.
 */
export type Reads = 'all' | 'keys' | ReadonlyMap<string, 'presence' | 'value'>;

/** The parts of `self` that an expression reads. */
export function readsOf(expression: Expression): Reads {
  const fields = new Map<string, 'presence' | 'value'>();
  let isLooped = false;
  const isPart = (part: Expression): boolean => {
    const field = fieldOfSelf(part);
    if (field) {
      fields.set(field.name, field.isTest ? (fields.get(field.name) ?? 'presence') : 'value');
      return true;
    }
    if (isIdentifier(part, 'self')) {
      return false;
    }
    const isLoop = isLoopOverSelf(part);
    isLooped ||= isLoop;
    return partsOf(part).every((inner) => (isLoop && isIdentifier(inner, 'self')) || isPart(inner));
  };
  if (!isPart(expression) || (isLooped && fields.size > 0)) {
    return 'all';
  }
  return isLooped ? 'keys' : fields;
}

/** Whether an expression uses a name such as `oldSelf`. */
export function mentions(expression: Expression, name: string): boolean {
  return isIdentifier(expression, name) || partsOf(expression).some((part) => mentions(part, name));
}

/** How deeply macros over lists and maps, such as `all`, are nested. */
export function loopDepth(expression: Expression): number {
  const own = expression.exprKind.case === 'comprehensionExpr' ? 1 : 0;
  return own + Math.max(0, ...partsOf(expression).map(loopDepth));
}

function fieldOfSelf({ exprKind }: Expression): { name: string; isTest: boolean } | undefined {
  if (exprKind.case !== 'selectExpr') {
    return undefined;
  }
  const { operand, field, testOnly } = exprKind.value;
  return operand && isIdentifier(operand, 'self') ? { name: field, isTest: testOnly } : undefined;
}

function isLoopOverSelf({ exprKind }: Expression): boolean {
  const range = exprKind.case === 'comprehensionExpr' ? exprKind.value.iterRange : undefined;
  return range !== undefined && isIdentifier(range, 'self');
}

function isIdentifier({ exprKind }: Expression, name: string): boolean {
  return exprKind.case === 'identExpr' && exprKind.value.name === name;
}

/** The expressions that an expression consists of. */
export function partsOf({ exprKind }: Expression): Expression[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return present([exprKind.value.operand]);
    case 'callExpr':
      return present([exprKind.value.target, ...exprKind.value.args]);
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return present(
        exprKind.value.entries.flatMap(({ keyKind, value }) => [
          keyKind.case === 'mapKey' ? keyKind.value : undefined,
          value,
        ]),
      );
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
      return present([iterRange, accuInit, loopCondition, loopStep, result]);
    }
    default:
      return [];
  }
}

function present(parts: readonly (Expression | undefined)[]): Expression[] {
  return parts.filter((part) => part !== undefined);
}
