import type { VirtualServiceSpecHttpRetries } from '../../../imports/networking.istio.io';
import { parseDuration } from '../../istiod/durations';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE } from '../problem-types';
import { durationProblems } from '../values/durations';
import { RetryOn } from '../values/vocabulary';

const RETRY_CONDITIONS: readonly string[] = Object.values(RetryOn);
/** Ranges of the HTTP statuses that Go has a name for. */
const NAMED_STATUSES = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

export function* validateRetries(
  field: FieldPath,
  retries: VirtualServiceSpecHttpRetries,
  timeout: string | undefined,
): Iterable<Problem> {
  const { attempts = 0, backoff, perTryTimeout, retryOn } = retries;
  if (!Number.isInteger(attempts) || attempts < 0) {
    const message = `${attempts} is not a number of retries; use a whole number from 0`;
    yield { field: [...field, 'attempts'], message };
  }
  if (attempts === 0) {
    for (const name of ['perTryTimeout', 'retryOn', 'retryRemoteLocalities', 'backoff'] as const) {
      if (retries[name] !== undefined) {
        const type = name === 'backoff' || retries[name] === '' ? IGNORED_FIELD : REFUSED;
        const message = 'has no effect with attempts 0; remove it, or raise attempts';
        yield { field: [...field, name], message, type };
      }
    }
  }
  yield* durationProblems([...field, 'perTryTimeout'], perTryTimeout);
  yield* durationProblems([...field, 'backoff'], backoff);
  if (perTryTimeout && timeout && isLonger(perTryTimeout, timeout)) {
    const message = `"${perTryTimeout}" is longer than the timeout "${timeout}" of the route, which ends all tries; shorten it`;
    yield { field: [...field, 'perTryTimeout'], message, type: NO_EFFECT };
  }
  for (const condition of retryOn ? retryOn.split(',') : []) {
    if (!RETRY_CONDITIONS.includes(condition) && !isNamedStatus(condition)) {
      const message = `"${condition}" is not a retry condition; use HTTP status codes, ${RETRY_CONDITIONS.join(', ')}`;
      // istiod reads a number with a sign.
      const type = isNamedStatus(condition.replace(/^\+/, '')) ? UNUSABLE_VALUE : REFUSED;
      yield { field: [...field, 'retryOn'], message, type };
    }
  }
}

function isLonger(duration: string, other: string): boolean {
  const [one, two] = [parseDuration(duration), parseDuration(other)];
  return one !== undefined && two !== undefined && one > two;
}

function isNamedStatus(text: string): boolean {
  return /^\d+$/.test(text) && NAMED_STATUSES.some(([first, last]) => first <= +text && +text <= last);
}
