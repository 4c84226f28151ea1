import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;

/** A whole number that is not negative and fits into 32 bits. */
function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_UINT32;
}

/** A whole number that is not negative and fits into 32 bits with a sign. */
export function isSignedCount(value: number): boolean {
  return isCount(value) && value <= MAX_INT32;
}

/** @param noun what the number is, such as `weight` */
export function countProblems(field: FieldPath, value: number | undefined, noun: string): readonly Problem[] {
  return value === undefined || isCount(value)
    ? NO_PROBLEMS
    : [{ field, message: `${value} is not a ${noun}; use a whole number from 0` }];
}

/** A position in an order, which may be negative. */
export function priorityProblems(field: FieldPath, value: number | undefined): readonly Problem[] {
  return value === undefined || (Number.isInteger(value) && value <= MAX_INT32 && value >= -MAX_INT32 - 1)
    ? NO_PROBLEMS
    : [{ field, message: `${value} is not a priority; use a whole number` }];
}

/** A share of endpoints or requests, which may be 0. */
export function percentProblems(field: FieldPath, value: number | undefined): readonly Problem[] {
  return value === undefined || (value >= 0 && value <= 100)
    ? NO_PROBLEMS
    : [{ field, message: `${value} is not a percentage; use a number from 0 to 100` }];
}

/** A share that Envoy counts in millionths. */
export function fractionProblems(field: FieldPath, value: number | undefined): readonly Problem[] {
  return value === undefined || value === 0 || (value >= 0.0001 && value <= 100)
    ? NO_PROBLEMS
    : [{ field, message: `${value} is not a percentage; use 0, or a number from 0.0001 to 100` }];
}
