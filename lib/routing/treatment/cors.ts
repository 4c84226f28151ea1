import { type TextCondition, textCondition } from '../../istiod/match-string';
import { type Fields, objectsIn, textsIn } from '../../manifests/fields';
import type { HttpRequest } from '../request/request';

/** Whether a proxy answers a request by itself, as a browser's question before the real request. (F13) */
export type CorsPlan = (request: HttpRequest) => 'answered' | 'answered without permission' | 'forwarded';

export function corsPlan(policy: Fields): CorsPlan {
  const origins: TextCondition[] = [
    ...objectsIn(policy.allowOrigins).map((origin) => textCondition(origin)),
    ...textsIn(policy.allowOrigin).map((exact) => textCondition({ exact })),
  ];
  // `*` as an exact origin is anyone, to Envoy too.
  const isAllowed = (origin: string) => origins.some((one) => one.holds(origin) || one.text === 'exact "*"');
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
