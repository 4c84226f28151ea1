import { parseDuration } from '../../istiod/durations';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

/** @param remedy what to do, when the field may be left out */
export function durationProblems(
  field: FieldPath,
  value: string | undefined,
  remedy = 'write one such as "5s"',
): readonly Problem[] {
  const milliseconds = value === undefined ? 1 : parseDuration(value);
  return milliseconds !== undefined && milliseconds >= 1 && Number.isInteger(milliseconds)
    ? NO_PROBLEMS
    : [{ field, message: `"${value}" is not a duration of at least 1ms in whole milliseconds; ${remedy}` }];
}
