import type { Connection, HttpRequest } from '../../request/request';
import type { Token } from '../tokens/token';

/** Undefined: it depends on what nobody knows. */
export type Truth = boolean | undefined;

/** What rules are held against. */
export interface Subject {
  readonly connection: Connection;
  /** Undefined where the proxy sees bytes only. */
  readonly http?: HttpRequest;
  /** Undefined where no token was found, or none has been looked for. */
  readonly token?: Token;
}

export type Match = (subject: Subject) => Truth;

/** True if all are, which none are too. */
export function all(matches: readonly Match[]): Match {
  return (subject) => {
    let truth: Truth = true;
    for (const match of matches) {
      const one = match(subject);
      if (one === false) {
        return false;
      }
      truth &&= one;
    }
    return truth;
  };
}

/** True if one is, which of none none is. */
export function any(matches: readonly Match[]): Match {
  return (subject) => {
    let truth: Truth = false;
    for (const match of matches) {
      const one = match(subject);
      if (one) {
        return true;
      }
      truth = one === undefined ? undefined : truth;
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
