import type { Requirement } from '../../algebra/requirement';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';

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
    readonly index: number;
    /** Whether what meets the requirements takes the route. */
    readonly isWhole: boolean;
  };
}
