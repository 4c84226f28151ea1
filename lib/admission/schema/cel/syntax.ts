import { parse } from '@bufbuild/cel';
import { type Expression, partsOf } from './expression';

/** Macros over lists and maps, and the number of their arguments. */
const LOOPS: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
]);

/** Why a text is not a CEL expression; undefined if it is one. Names and types are not checked. */
export function syntaxMistake(text: string): string | undefined {
  try {
    // A comment ends with its line.
    return mistakeIn(parse(`${text}\n`).expr);
  } catch (error) {
    const [, line = '1', column = '1'] = /:(\d+):(\d+):/.exec((error as Error).message) ?? [];
    return line === '1' ? `it has a mistake at character ${column}` : `it has a mistake in line ${line}`;
  }
}

function isTooLarge(value: unknown): boolean {
  return typeof value === 'bigint'
    ? BigInt.asIntN(64, value) !== value && BigInt.asUintN(64, value) !== value
    : value === Number.POSITIVE_INFINITY;
}

/** What the parser does not look at. A macro with other arguments than it takes remains a call. */
function mistakeIn(expression: Expression): string | undefined {
  const { exprKind } = expression;
  if (exprKind.case === 'constExpr' && isTooLarge(exprKind.value.constantKind.value)) {
    return 'a number does not fit into 64 bits';
  }
  if (exprKind.case === 'callExpr') {
    const { function: name, target, args } = exprKind.value;
    if (name === 'has' && !target && args.length === 1) {
      return 'has() takes a field, such as has(a.b)';
    }
    if (target && LOOPS.get(name)?.includes(args.length)) {
      return `the first argument of ${name}() is a name`;
    }
  }
  for (const part of partsOf(expression)) {
    const mistake = mistakeIn(part);
    if (mistake !== undefined) {
      return mistake;
    }
  }
  return undefined;
}
