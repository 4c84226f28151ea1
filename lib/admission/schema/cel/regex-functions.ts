import { type CelFunc, CelScalar, celMethod, listType } from '@bufbuild/cel';
import { RE2JS } from 're2js';

const { INT, STRING } = CelScalar;

const compiled = new Map<string, RE2JS>();
/** The rules of a schema have a few patterns. Patterns from objects could fill the memory. */
const MAX_COMPILED = 100;

/** A pattern, compiled once. */
export function regex(pattern: string): RE2JS {
  const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
  if (compiled.size < MAX_COMPILED) {
    compiled.set(pattern, known);
  }
  return known;
}

/** `find` and `findAll`. */
export const REGULAR_EXPRESSIONS: readonly CelFunc[] = [
  celMethod('find', STRING, [STRING], STRING, function (pattern) {
    return [...found(this, pattern, 1)][0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], listType(STRING), function (pattern) {
    return [...found(this, pattern)];
  }),
  celMethod('findAll', STRING, [STRING, INT], listType(STRING), function (pattern, limit) {
    return [...found(this, pattern, limit < 0n ? undefined : Number(limit))];
  }),
];

function* found(text: string, pattern: string, limit = Number.POSITIVE_INFINITY): Iterable<string> {
  const matcher = regex(pattern).matcher(text);
  for (let i = 0; i < limit && matcher.find(); i++) {
    yield matcher.group() ?? '';
  }
}
