import {
  delaysOf,
  type MirrorExpectation,
  mirrorsOf,
  type RouteExpectation,
  retriesOf,
  timeoutOf,
  type WayTo,
} from '../expectations';
import type { MirrorRef } from '../routing';
import { DEFAULT_RETRIES } from '../routing/treatment/retry-policy';

/** What an expectation says of the way besides its end. */
type Treatment = Pick<RouteExpectation, 'within' | 'retries' | 'delay' | 'mirrored'>;

/**
 * What a test says of the way: whatever differs from what Istio does by itself; `several` if there are several delays, which an
 * expectation cannot say.
 */
export function treatmentOf(way: WayTo): Treatment | 'several' {
  const [delay, another] = delaysOf(way);
  if (another) {
    return 'several';
  }
  const timeout = timeoutOf(way);
  const retries = retriesWritten(way);
  const mirrors = mirrorsOf(way).map(mirrorWritten);
  const [mirror] = mirrors;
  return {
    ...(timeout ? { within: timeout.text } : {}),
    ...(retries === undefined ? {} : { retries }),
    ...(delay ? { delay: delay.percentage === 100 ? delay.duration : delay } : {}),
    ...(mirror === undefined ? {} : { mirrored: mirrors.length === 1 ? mirror : mirrors }),
  };
}

function retriesWritten(way: WayTo): Treatment['retries'] {
  if (way.treatments.length === 0) {
    return undefined; // Connections without HTTP are never tried again.
  }
  const actual = retriesOf(way);
  if (!actual) {
    return 0;
  }
  const { attempts, retryOn, perTryTimeout } = actual;
  const isDefault = retryOn === DEFAULT_RETRIES.retryOn;
  if (isDefault && perTryTimeout === undefined) {
    return attempts === DEFAULT_RETRIES.attempts ? undefined : attempts;
  }
  return {
    attempts,
    ...(isDefault ? {} : { retryOn }),
    ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
  };
}

/** The workload, if there is only one. */
function mirrorWritten({
  destination,
  percentage,
  endpoints,
}: MirrorRef): string | MirrorExpectation<string> {
  const [endpoint, ...others] = endpoints;
  const workload = others.length === 0 ? endpoint?.workload : undefined;
  const to = workload ? `${workload.namespace}/${workload.name}` : destination.host;
  return percentage === 100 ? to : { to, percentage };
}
