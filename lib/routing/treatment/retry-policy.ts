import type { MeshConfig } from '../../istiod/mesh-config';
import { numberOf, optionalFields, textOf } from '../../manifests/fields';
import type { Retries } from '../result';

/** What istiod configures if neither the route nor the mesh sets retries. (F12) */
export const DEFAULT_RETRIES: Retries = {
  attempts: 2,
  retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
};

/**
 * The retries of a route; undefined if they are disabled. (F12)
 *
 * @param ofRoute the route's `retries`; undefined for the default route of a Service
 */
export function retriesOf({ defaultHttpRetryPolicy }: MeshConfig, ofRoute: unknown): Retries | undefined {
  const policy = optionalFields(ofRoute) ?? optionalFields(defaultHttpRetryPolicy);
  if (!policy) {
    return DEFAULT_RETRIES;
  }
  const attempts = numberOf(policy.attempts) ?? 0;
  if (attempts <= 0) {
    return undefined;
  }
  const perTryTimeout = textOf(policy.perTryTimeout);
  const backoff = textOf(policy.backoff);
  return {
    attempts,
    retryOn: textOf(policy.retryOn) || DEFAULT_RETRIES.retryOn,
    ...(perTryTimeout ? { perTryTimeout } : {}),
    ...(backoff ? { backoff } : {}),
    ...(policy.retryRemoteLocalities === true ? { inOtherLocalities: true } : {}),
    ...(policy.retryIgnorePreviousHosts === false ? { onSameEndpoints: true } : {}),
  };
}
