import type { ObjectRef } from '../manifests/object-ref';
import type { Hop, StopHop } from './hops';
import type { Outcome, OutcomeKind } from './outcomes';
import type { Trace } from './result';

/** An outcome that says why. */
export type Explained = Extract<OutcomeKind, { because: string }>;

/** Why a route that cannot send requests anywhere is not modelled. */
export const NO_WEIGHTS = 'no destination of the route has a weight, and Envoy rejects such a route';

/** The way after some hops. */
export function after(hops: readonly Hop[], rest: Trace): Trace {
  return { hops: hops.concat(rest.hops), outcomes: rest.outcomes };
}

/** The way ends here for all requests that come this far, and no hop need say why. */
export function ended(outcome: OutcomeKind): Trace {
  return { hops: [], outcomes: [{ probability: 1, ...outcome }] };
}

/** The way ends here for all requests that come this far; a hop says why, and what does not take them. */
export function stopped(outcome: Explained, passedOver: Pick<StopHop, 'servers' | 'routes'> = {}): Trace {
  const hop: StopHop = { hop: 'stop', because: outcome.because, ...passedOver };
  return { hops: [hop], outcomes: [{ probability: 1, ...outcome }] };
}

/** Outcomes that do not happen are left out. */
export function portionOf(outcome: OutcomeKind, probability: number): readonly Outcome[] {
  return probability > 0 ? [{ probability, ...outcome }] : [];
}

/** The outcome of requests that pass an object that may change them in any way. */
export function unmodelledBy(object: ObjectRef): Explained {
  return { is: 'unmodelled', object, because: `what ${object.kind}s do to requests is not modelled` };
}
