import type { Atom } from './atom';

/** A part of requests that routes and policies read. */
export type Field =
  | 'path'
  | 'method'
  | 'host header'
  | 'header'
  | 'query parameter'
  | 'claim'
  | 'client address';

/** What a match or a rule wants of one part of a request. */
export interface Requirement {
  readonly field: Field;
  /** The name of the header or the query parameter, or the path of the claim; empty for parts that exist once. */
  readonly name: string;
  /** Sets of values; empty where only the presence of the part matters. */
  readonly atoms: readonly Atom[];
  /**
   * `one` if the value must be in one of the sets, `none` if it must not be in any. `any` if the value has a say, but does
   * not decide alone.
   */
  readonly wants: 'one' | 'none' | 'any';
  /** Set where a missing part counts as a text that must not be. */
  readonly missingIsUnwanted?: boolean;
}

/** The part of requests that a requirement is about. */
export function partOf({ field, name }: Pick<Requirement, 'field' | 'name'>): string {
  return `${field} ${name}`;
}
