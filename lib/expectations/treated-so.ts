import { parseDuration } from '../istiod/durations';
import type { MirrorRef } from '../routing';
import type {
  DelayExpectation,
  DurationText,
  MirrorExpectation,
  RouteExpectation,
  Target,
} from './expectations';
import { isHost, shareAt } from './shares';
import { delaysOf, mirrorsOf, retriesOf, timeoutOf, type WayTo } from './way-to';

/** Whether what happens on the way is as expected. */
export function isTreatedSo(way: WayTo, expected: RouteExpectation): boolean {
  const { within, retries, delay, tls, mirrored } = expected;
  return (
    (within === undefined || (timeoutOf(way)?.milliseconds ?? 0) === millisecondsOf(within)) &&
    (retries === undefined || areRetriedSo(way, retries)) &&
    (delay === undefined || areDelayedSo(way, delayOf(delay))) &&
    (tls === undefined || isEncryptedSo(way, tls)) &&
    (mirrored === undefined || areMirroredSo(mirrorsOf(way), mirrorsIn(mirrored)))
  );
}

/** Milliseconds of a duration; undefined if the text is not one. */
export function millisecondsOf(duration: DurationText): number | undefined {
  return typeof duration === 'string' ? parseDuration(duration) : duration.toMilliseconds();
}

/** An expectation of a delay in full. */
export function delayOf(delay: NonNullable<RouteExpectation['delay']>): Required<DelayExpectation> {
  return typeof delay === 'object' && 'duration' in delay
    ? { percentage: 100, ...delay }
    : { duration: delay, percentage: 100 };
}

/** An expectation of copies as a list, in full. */
export function mirrorsIn<To extends string | object>(
  mirrored: NonNullable<RouteExpectation<To>['mirrored']>,
): readonly Required<MirrorExpectation<To>>[] {
  const list = (Array.isArray(mirrored) ? mirrored : [mirrored]) as readonly (To | MirrorExpectation<To>)[];
  return list.map((one) => (isInFull(one) ? { percentage: 100, ...one } : { to: one, percentage: 100 }));
}

function isInFull<To extends string | object>(one: To | MirrorExpectation<To>): one is MirrorExpectation<To> {
  return typeof one === 'object' && one !== null && 'to' in one;
}

function areRetriedSo(way: WayTo, expected: NonNullable<RouteExpectation['retries']>): boolean {
  const actual = retriesOf(way);
  if (typeof expected === 'number') {
    return (actual?.attempts ?? 0) === expected;
  }
  const { attempts, retryOn, perTryTimeout } = expected;
  return (
    (actual?.attempts ?? 0) === attempts &&
    (retryOn === undefined || sorted(actual?.retryOn) === sorted(retryOn)) &&
    (perTryTimeout === undefined ||
      parseDuration(actual?.perTryTimeout ?? '0s') === millisecondsOf(perTryTimeout))
  );
}

function sorted(retryOn = ''): string {
  return retryOn
    .split(',')
    .map((word) => word.trim())
    .sort()
    .join();
}

function areDelayedSo(way: WayTo, { duration, percentage }: Required<DelayExpectation>): boolean {
  const milliseconds = millisecondsOf(duration);
  const delays = delaysOf(way);
  return milliseconds === 0
    ? delays.length === 0
    : delays.length === 1 &&
        delays.every(
          (delay) => parseDuration(delay.duration) === milliseconds && delay.percentage === percentage,
        );
}

function isEncryptedSo({ arrivals }: WayTo, tls: RouteExpectation['tls']): boolean {
  return arrivals.length > 0 && arrivals.every(({ transport }) => transport === tls);
}

function areMirroredSo(
  mirrors: readonly MirrorRef[],
  expected: readonly Required<MirrorExpectation<Target>>[],
): boolean {
  return (
    mirrors.length === expected.length &&
    mirrors.every((mirror) => expected.some((one) => isMirrorTo(mirror, one))) &&
    expected.every((one) => mirrors.some((mirror) => isMirrorTo(mirror, one)))
  );
}

function isMirrorTo(
  { destination, endpoints, percentage: actual }: MirrorRef,
  { to, percentage }: Required<MirrorExpectation<Target>>,
): boolean {
  const subset = typeof to === 'object' && 'hosts' in to ? to.subset : undefined;
  return (
    actual === percentage &&
    (isHost(destination.host, to)
      ? subset === undefined || destination.subset === subset
      : shareAt(endpoints, to) === 1)
  );
}
