import type { Hop, Outcome, OutcomeKind, StopHop, Trace } from './result';

/** A trace as it comes about. */
export interface Journey {
  readonly hops: Hop[];
  readonly outcomes: Outcome[];
}

export function startJourney(): Journey {
  return { hops: [], outcomes: [] };
}

/** Ends the part of the requests that comes to this. */
export function end({ outcomes }: Journey, outcome: OutcomeKind, probability = 1): void {
  if (probability > 0) {
    outcomes.push({ probability, ...outcome });
  }
}

/** Ends all that is left on the way, where the last hop says why. */
export function stop(
  journey: Journey,
  outcome: OutcomeKind & { because: string },
  passedOver: Pick<StopHop, 'servers' | 'routes'> = {},
): Trace {
  journey.hops.push({ hop: 'stop', because: outcome.because, ...passedOver });
  end(journey, outcome);
  return journey;
}
