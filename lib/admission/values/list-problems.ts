import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

/** More names than this make a message hard to read. */
const MAX_NAMES = 10;

/** The empty strings of a list. */
export function* emptyValueProblems(field: FieldPath, values: readonly string[] = []): Iterable<Problem> {
  for (const [i, value] of values.entries()) {
    if (value === '') {
      yield { field: [...field, i], message: 'is empty; remove it' };
    }
  }
}

/** A value that must be one of a closed set. */
export function unknownValueProblems(
  field: FieldPath,
  value: string | undefined,
  known: readonly string[],
): readonly Problem[] {
  return value === undefined || known.includes(value)
    ? NO_PROBLEMS
    : [{ field, message: `"${value}" is unknown; use one of ${known.join(', ')}` }];
}

/** For each value that equals an earlier one, the places of both. */
export function* repetitions<Value>(values: Iterable<Value>): Iterable<{ at: number; first: number }> {
  const places = new Map<Value, number>();
  let at = 0;
  for (const value of values) {
    const first = places.get(value);
    if (first === undefined) {
      places.set(value, at);
    } else {
      yield { at, first };
    }
    at++;
  }
}

/** The first names of a list, so that a message stays short. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
