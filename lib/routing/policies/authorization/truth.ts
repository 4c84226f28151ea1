import type { Connection, HttpRequest } from '../../request/request';
import type { Token } from '../tokens/token';

/** Undefined if it is not known. */
export type Truth = boolean | undefined;

/** What rules are matched against. */
export interface Subject {
  readonly connection: Connection;
  /** Absent if the proxy reads no requests, but only bytes. */
  readonly http?: HttpRequest;
  /** Absent if there is no token, or before one is looked at. */
  readonly token?: Token;
}

export type Match = (subject: Subject) => Truth;

/** True when every match is; an empty list is true. */
export function all(matches: readonly Match[]): Match {
  return (subject) => {
    let truth: Truth = true;
    for (const match of matches) {
      const result = match(subject);
      if (result === false) {
        return false;
      }
      truth &&= result;
    }
    return truth;
  };
}

/** True when one of the matches is; an empty list is false. */
export function any(matches: readonly Match[]): Match {
  return (subject) => {
    let truth: Truth = false;
    for (const match of matches) {
      const result = match(subject);
      if (result) {
        return true;
      }
      truth = result === undefined ? undefined : truth;
    }
    return truth;
  };
}

export function not(match: Match): Match {
  return (subject) => {
    const truth = match(subject);
    return truth === undefined ? undefined : !truth;
  };
}
