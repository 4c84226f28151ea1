import { codeOf, commentLines, type Expression, partsOf, print } from '../../code';
import { fieldText } from '../../manifests/field-path';
import type { Entry, Lowered } from '../plan/entry';
import { withComments } from './comments';

const INDENT = '  ';

/** A statement as lines. */
export function statement(
  code: Expression,
  variable: string | undefined,
  comments: readonly string[],
): string[] {
  const start = variable === undefined ? '' : `const ${variable} = `;
  const text = print(code, { indent: INDENT, before: start.length, after: 1 });
  return [...commentLines(comments, INDENT), ...`${INDENT}${start}${text};`.split('\n')];
}

/** The statements that make an object. */
export function objectStatement(entry: Entry, isNamed: boolean): string[] {
  const { code, patch, manifest, variable, lowered } = entry;
  if (!code) {
    return [];
  }
  const both = codeOf(patch ? [code, patch] : [code]);
  const commented = withComments(both, manifest.origin.comments?.() ?? []);
  const [made = code, patched] = partsOf(commented.code);
  const comments = [...commented.above, ...lowered.flatMap(why)];
  return [
    ...statement(made, isNamed || patch ? variable : undefined, comments),
    ...(patched ? statement(patched, undefined, []) : []),
  ];
}

function why({ className, field, message }: Lowered): string[] {
  if (message !== undefined) {
    return [`${className} does not take it: ${message}`];
  }
  return field === undefined ? [] : [`${className} cannot say ${fieldText(field)} exactly.`];
}

/** Statements with an empty line between two of them, unless both are a single line. */
export function spaced(statements: readonly (readonly string[])[]): string[] {
  return statements.flatMap((lines, i) => {
    const before = statements[i - 1];
    return before && (before.length > 1 || lines.length > 1) ? ['', ...lines] : lines;
  });
}
