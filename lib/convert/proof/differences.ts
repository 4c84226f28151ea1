import { type FieldPath, isRecord } from '../../manifests/manifest';

/** A field with two values. */
export interface Difference {
  readonly field: FieldPath;
  /** Undefined if the field is not written. */
  readonly input: unknown;
  readonly output: unknown;
}

/** The differences between what was read and what an app makes of it. The order of fields in a map does not count. */
export function differencesBetween(input: unknown, output: unknown, field: FieldPath = []): Difference[] {
  if (Array.isArray(input) && Array.isArray(output) && input.length === output.length) {
    return input.flatMap((item, i) => differencesBetween(item, output[i], [...field, i]));
  }
  if (isRecord(input) && isRecord(output)) {
    const keys = [...new Set([...Object.keys(input), ...Object.keys(output)])];
    return keys.flatMap((key) => differencesBetween(input[key], output[key], [...field, key]));
  }
  // NaN equals itself here, and -0 equals 0.
  return input === output || Object.is(input, output) ? [] : [{ field, input, output }];
}
