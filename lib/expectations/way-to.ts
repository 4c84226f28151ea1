import { parseDuration } from '../istiod/durations';
import type {
  ArrivalHop,
  Branch,
  DestinationRef,
  Hop,
  MirrorRef,
  Outcome,
  Trace,
  TreatmentHop,
} from '../routing';

/** What happens to requests on the way to a destination. */
export interface WayTo {
  /** What the routes on the way do, in order. */
  readonly treatments: readonly TreatmentHop[];
  /** How the requests arrive at the destination. */
  readonly arrivals: readonly ArrivalHop[];
}

/** The way to where requests of an outcome go. */
export function wayTo({ hops }: Trace, outcome: Outcome): WayTo {
  return outcome.is === 'delivered' ? wayOf(hops, outcome.destination) : wayOf(hops);
}

/** The whole way, to all destinations. */
export function wholeWay({ hops }: Trace): WayTo {
  return wayOf(hops);
}

/** The timeout in milliseconds: the shortest of those on the way. */
export function timeoutOf({
  treatments,
}: WayTo): { readonly text: string; readonly milliseconds: number } | undefined {
  return treatments
    .flatMap(({ timeout: text = '0s' }) => ({ text, milliseconds: parseDuration(text) ?? 0 }))
    .filter(({ milliseconds }) => milliseconds > 0)
    .sort((one, other) => one.milliseconds - other.milliseconds)[0];
}

/** The retries of the first route on the way that forwards requests. */
export function retriesOf({ treatments }: WayTo): TreatmentHop['retries'] {
  return treatments[0]?.retries;
}

export function delaysOf({ treatments }: WayTo): readonly NonNullable<TreatmentHop['delay']>[] {
  return treatments.flatMap(({ delay }) =>
    delay && (parseDuration(delay.duration) ?? 1) > 0 ? [delay] : [],
  );
}

export function mirrorsOf({ treatments }: WayTo): readonly MirrorRef[] {
  return treatments.flatMap(({ mirrors = [] }) => mirrors);
}

/** @param destination if it is given, only the branches to it count */
function wayOf(hops: readonly Hop[], destination?: DestinationRef): WayTo {
  const treatments: TreatmentHop[] = [];
  const arrivals: ArrivalHop[] = [];
  for (const hop of hops) {
    if (hop.hop === 'treatment') {
      treatments.push(hop);
    } else if (hop.hop === 'arrival') {
      arrivals.push(hop);
    } else if (hop.hop === 'destinations') {
      // What has arrived before is at a gateway, which routes the requests on.
      arrivals.length = 0;
      for (const branch of hop.branches.filter((each) => !destination || leadsTo(each, destination))) {
        const rest = wayOf(branch.hops, destination);
        treatments.push(...rest.treatments);
        arrivals.push(...rest.arrivals);
      }
    }
  }
  return { treatments, arrivals };
}

function leadsTo({ destination, hops }: Branch, wanted: DestinationRef): boolean {
  const { host, port, subset } = wanted;
  return (
    (destination.host === host && destination.port === port && destination.subset === subset) ||
    hops.some((hop) => hop.hop === 'destinations' && hop.branches.some((branch) => leadsTo(branch, wanted)))
  );
}
