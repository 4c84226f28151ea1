import { type TextCondition, textCondition } from '../../istiod/match-string';
import { type Fields, objectsIn, textsIn } from '../../manifests/fields';
import type { HttpRequest } from '../request/request';

/** Whether a proxy answers a request itself, because it is a CORS preflight. (F13) */
export type CorsPlan = (request: HttpRequest) => 'answered' | 'answered without permission' | 'forwarded';

export function corsPlan(policy: Fields): CorsPlan {
  const origins: TextCondition[] = [
    ...objectsIn(policy.allowOrigins).map((origin) => textCondition(origin)),
    ...textsIn(policy.allowOrigin).map((exact) => textCondition({ exact })),
  ];
  // For Envoy too, an exact origin `*` allows every origin.
  const isAllowed = (origin: string) =>
    origins.some((allowed) => allowed.holds(origin) || allowed.text === 'exact "*"');
  const isIgnored = policy.unmatchedPreflights === 'IGNORE';
  return ({ method, headers }) => {
    const origin = headers.get('origin');
    if (method !== 'OPTIONS' || !origin || !headers.get('access-control-request-method')) {
      return 'forwarded';
    }
    if (isAllowed(origin)) {
      return 'answered';
    }
    return isIgnored ? 'answered without permission' : 'forwarded';
  };
}
