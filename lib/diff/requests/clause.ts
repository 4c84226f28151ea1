import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Atom } from '../texts/atom';

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
}

/**
 * What a match of a route or a rule of a policy reads of requests. If one of the requirements is not met, the others do not
 * matter.
 */
export interface Clause {
  readonly requirements: readonly Requirement[];
  /** Whether it is read before any proxy has changed the request. */
  readonly isOfSender: boolean;
  /** The route that the clause belongs to; undefined for policies. */
  readonly route?: RouteOfClause;
  /** Why requests that meet the clause cannot be compared. */
  readonly undecided?: string;
}

/** The HTTP route of a VirtualService that a clause belongs to. */
export interface RouteOfClause {
  readonly virtualService: VirtualService;
  readonly index: number;
  /** The match that the clause is; undefined if it is about what the route does to the requests that take it. */
  readonly match?: {
    readonly index: number /** Whether what meets the requirements takes the route. */;
    readonly isWhole: boolean;
  };
}

/** The part of requests that a requirement is about. */
export function partOf({ field, name }: Pick<Requirement, 'field' | 'name'>): string {
  return `${field} ${name}`;
}
