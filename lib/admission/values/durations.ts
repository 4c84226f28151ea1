import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

/** Milliseconds. */
const UNITS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

type Unit = keyof typeof UNITS;

/** Milliseconds in a duration as Go writes it, such as `1.5s` or `1m30s`; undefined for any other text. */
export function parseDuration(value: string): number | undefined {
  // Most have one unit, which takes a fraction of the time.
  const [, only, onlyUnit] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? [];
  if (only !== undefined) {
    return Number(only) * UNITS[onlyUnit as Unit];
  }
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    return undefined;
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as Unit], 0);
}

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
