import { parseDuration } from '../../istiod/durations';
import { type TextCondition, textCondition } from '../../istiod/match-string';
import { type Fields, objectsIn, textOf, textsIn } from '../../manifests/fields';
import type { HttpRequest } from '../request/request';
import type { HeaderOperation } from '../result';

/** What the CORS filter of a proxy does with a request. */
export interface CorsVerdict {
  /** Whether the proxy answers the request itself, because it is a preflight. */
  readonly isAnswered: boolean;
  /** The headers that tell the browser what is allowed, in the response of the proxy or of the destination. */
  readonly responseHeaders: readonly HeaderOperation[];
}

/** What a `corsPolicy` does with requests. (F13) */
export type CorsPlan = (request: HttpRequest) => CorsVerdict;

const FORWARDED: CorsVerdict = { isAnswered: false, responseHeaders: [] };

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
    if (!origin) {
      return FORWARDED;
    }
    const isPreflight = method === 'OPTIONS' && Boolean(headers.get('access-control-request-method'));
    if (!isAllowed(origin)) {
      return { ...FORWARDED, isAnswered: isPreflight && isIgnored };
    }
    const responseHeaders = [
      ...set('access-control-allow-origin', origin),
      ...set('access-control-allow-credentials', policy.allowCredentials === true ? 'true' : ''),
      ...(isPreflight ? preflightHeaders(policy) : exposed(policy)),
    ];
    return { isAnswered: isPreflight, responseHeaders };
  };
}

/** Only the answer to a preflight has these. */
function preflightHeaders({ allowMethods, allowHeaders, maxAge }: Fields): HeaderOperation[] {
  return [
    ...set('access-control-allow-methods', textsIn(allowMethods).join(',')),
    ...set('access-control-allow-headers', textsIn(allowHeaders).join(',')),
    ...set('access-control-max-age', inSeconds(textOf(maxAge) ?? '')),
  ];
}

function inSeconds(duration: string): string {
  const milliseconds = parseDuration(duration);
  return milliseconds === undefined ? '' : String(Math.trunc(milliseconds / 1000));
}

/** Only responses to other requests have this. */
function exposed({ exposeHeaders }: Fields): HeaderOperation[] {
  return set('access-control-expose-headers', textsIn(exposeHeaders).join(','));
}

/** Envoy sends no header without a value. */
function set(name: string, value: string): HeaderOperation[] {
  return value === '' ? [] : [{ do: 'set', name, value }];
}
