import type { MeshIndex } from '../../../istiod/mesh-index';
import type { Workload } from '../../../istiod/workloads/workloads';
import type { ObjectRef } from '../../../manifests/object-ref';
import type { HttpRequest } from '../../request/request';
import { carriedToken, isJwtLike } from './carried-token';
import { BEARER, checkToken, type JwtCheck, type TokenLocation, tokenOf } from './jwt-rule';
import { acceptedRequest, guardedRequest } from './passed-on-request';
import { type PlacedRule, requestAuthenticationsOf } from './request-authentications';
import type { Claims, Token } from './token';

/** What a proxy does with the JWT of a request. (H2) */
export type Authentication =
  | { readonly is: 'anonymous'; readonly because: string; readonly request: HttpRequest }
  | {
      readonly is: 'authenticated';
      readonly by: ObjectRef;
      /** The index of the rule in `jwtRules`. */
      readonly rule: number;
      readonly token: Token;
      /** The request as it goes on: without the token, unless that is forwarded, and with the headers that the rule adds. */
      readonly request: HttpRequest;
    }
  | {
      readonly is: 'rejected';
      readonly status: 401 | 403;
      readonly by: ObjectRef;
      readonly rule: number;
      readonly because: string;
    }
  | {
      readonly is: 'unmodelled';
      readonly by: ObjectRef;
      readonly rule: number;
      readonly because: string;
    };

/**
 * What the proxies of a workload do with the JWT of a request. Its claims are given, and its signature and its times
 * are assumed to be valid. The token is at the first place where the first rule for its issuer looks; without such a
 * rule, it is in `Authorization: Bearer`. (H2)
 */
export function authenticate(index: MeshIndex, workload: Workload, request: HttpRequest): Authentication {
  const rules = index.view(requestAuthenticationsOf).rulesOf(workload);
  const { claims } = request;
  if (rules.length === 0) {
    return { is: 'anonymous', because: 'no RequestAuthentication applies', request };
  }
  if (isPreflight(request)) {
    return { is: 'anonymous', because: 'CORS preflight requests need no token', request };
  }
  if (!claims) {
    return authenticateCarried(rules, request);
  }
  return authenticateClaims(rules, request, claims);
}

/** A request whose claims are not given may still carry a token. */
function authenticateCarried(rules: readonly PlacedRule[], request: HttpRequest): Authentication {
  const carried = rules.flatMap(({ by, place, rule }) =>
    rule.locations.flatMap((location) => {
      const token = carriedToken(request, location);
      return token === undefined ? [] : [{ by, rule: place, isJwt: isJwtLike(token) }];
    }),
  );
  const [first] = carried;
  if (!first) {
    return {
      is: 'anonymous',
      because: 'the request has no token',
      request: guardedRequest(
        request,
        rules.map(({ rule }) => rule),
      ),
    };
  }
  const jwt = carried.find(({ isJwt }) => isJwt);
  return jwt
    ? {
        is: 'unmodelled',
        by: jwt.by,
        rule: jwt.rule,
        because: 'the request has a token whose claims are not given',
      }
    : { is: 'rejected', status: 401, by: first.by, rule: first.rule, because: 'the token is broken' };
}

/** The first rule that accepts the token decides. If none does, the request is let in only if no rule found a token. */
function authenticateClaims(
  rules: readonly PlacedRule[],
  request: HttpRequest,
  claims: Claims,
): Authentication {
  const location = locationOf(rules, claims);
  const checks = rules.map((placed) => ({ placed, check: checkToken(placed.rule, claims, location) }));
  const good = checks.findIndex(({ check }) => check === 'good');
  const accepting = rules[good];
  if (accepting) {
    const { by, place, rule } = accepting;
    const token = tokenOf(rule, claims, location);
    const asked = rules.slice(0, good + 1).map(({ rule: each }) => each);
    const passedOn = acceptedRequest(request, asked, location, token.isForwarded);
    return { is: 'authenticated', by, rule: place, token, request: passedOn };
  }
  const objecting = checks.filter(({ check }) => check !== 'missing');
  const [first] = objecting;
  if (!first) {
    const because = 'no RequestAuthentication looks for a token where the request has it';
    return {
      is: 'anonymous',
      because,
      request: guardedRequest(
        request,
        rules.map(({ rule }) => rule),
      ),
    };
  }
  // Envoy asks each rule, and then the rules together, which answer with the first objection. Its response is the last
  // of these answers, and an unknown issuer only if there is no other.
  const { placed, check } =
    [...objecting, first].findLast((objection) => objection.check !== 'unknown issuer') ?? first;
  return {
    is: 'rejected',
    status: check === 'audience not allowed' ? 403 : 401,
    by: placed.by,
    rule: placed.place,
    because: whyRejected(check, claims),
  };
}

function whyRejected(check: JwtCheck, { iss, aud }: Claims): string {
  switch (check) {
    case 'unknown issuer':
      return `no rule is for issuer "${typeof iss === 'string' ? iss : ''}"`;
    case 'audience not allowed':
      return `audience ${JSON.stringify(aud ?? [])} is not allowed`;
    default:
      return 'the token is broken';
  }
}

function locationOf(rules: readonly PlacedRule[], { iss }: Claims): TokenLocation {
  const own = rules.find(({ rule }) => rule.issuer !== '' && rule.issuer === iss);
  const any = rules.find(({ rule }) => rule.issuer === '');
  return (own ?? any)?.rule.locations[0] ?? BEARER;
}

function isPreflight({ method, headers }: HttpRequest): boolean {
  return (
    method === 'OPTIONS' &&
    Boolean(headers.get('origin')) &&
    Boolean(headers.get('access-control-request-method'))
  );
}
