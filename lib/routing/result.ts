import type { Hop } from './hops';
import type { NearMiss } from './near-misses/near-miss';
import type { Outcome } from './outcomes';

export type * from './hops';
export type { NearMiss } from './near-misses/near-miss';
export type * from './outcomes';

/** The way of a request, and what its client gets. */
export interface Trace {
  /** What happens on the way, in order. What happens at a destination is in the branches of the `destinations` hop. */
  readonly hops: readonly Hop[];
  /** What the client may get, each with its probability. The probabilities add up to 1. */
  readonly outcomes: readonly Outcome[];
  /** If nothing takes the request: the first few objects that almost did, each with the reason why it does not. */
  readonly nearMisses?: readonly NearMiss[];
}
