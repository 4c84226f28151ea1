/** Whether an error is a mistake of the user. Only a plain error is; others, such as a TypeError, are defects in this code. */
export function isMistake(error: unknown): error is Error {
  return error instanceof Error && error.constructor === Error;
}
