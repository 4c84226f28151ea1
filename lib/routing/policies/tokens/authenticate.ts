import type { MeshIndex } from '../../../istiod/mesh-index';
import type { PolicyReference } from '../../../istiod/policies/policy';
import type { Workload } from '../../../istiod/workloads/workloads';
import type { HttpRequest } from '../../request/request';
import { carriedToken, isJwtLike } from './carried-token';
import { BEARER, checkToken, type JwtCheck, type TokenLocation, tokenOf } from './jwt-rule';
import { acceptedRequest, guardedRequest } from './passed-on-request';
import { type PlacedRule, requestAuthenticationsOf } from './request-authentications';
import type { Claims, Token } from './token';

/** What a proxy makes of the JWT of a request. (H2) */
export type Authentication =
  | { readonly is: 'anonymous'; readonly because: string; readonly request: HttpRequest }
  | {
      readonly is: 'authenticated';
      readonly by: PolicyReference;
      /** The place of the rule in `jwtRules`. */
      readonly rule: number;
      readonly token: Token;
      /** As it goes on: without the token unless that is forwarded, and with the headers made of it. */
      readonly request: HttpRequest;
    }
  | {
      readonly is: 'rejected';
      readonly status: 401 | 403;
      readonly by: PolicyReference;
      readonly rule: number;
      readonly because: string;
    }
  | {
      readonly is: 'unmodelled';
      readonly by: PolicyReference;
      readonly rule: number;
      readonly because: string;
    };

/**
 * What the proxies of a workload make of the JWT of a request, whose claims are given: its signature and its times are
 * taken to be good. It is where the first rule for its issuer looks first; without such a rule it is in
 * `Authorization: Bearer`. (H2)
 */
export function authenticate(index: MeshIndex, workload: Workload, request: HttpRequest): Authentication {
  const rules = index.view(requestAuthenticationsOf).rulesOf(workload);
  const { claims } = request;
  if (rules.length === 0) {
    return { is: 'anonymous', because: 'no RequestAuthentication applies', request };
  }
  if (isPreflight(request)) {
    return { is: 'anonymous', because: 'CORS preflight requests are not asked for tokens', request };
  }
  if (!claims) {
    return authenticateCarried(rules, request);
  }
  return authenticateClaims(rules, request, claims);
}

/** What becomes of a request whose claims are not given: it may carry a token all the same. */
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

/** The first rule that finds the token good decides; if none does, all must have found none. */
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
    const asked = rules.slice(0, good + 1).map((one) => one.rule);
    const passedOn = acceptedRequest(request, asked, location, token.isForwarded);
    return { is: 'authenticated', by, rule: place, token, request: passedOn };
  }
  const objecting = checks.filter(({ check }) => check !== 'missing');
  const [first] = objecting;
  if (!first) {
    const because = 'no RequestAuthentication looks where the token is';
    return {
      is: 'anonymous',
      because,
      request: guardedRequest(
        request,
        rules.map(({ rule }) => rule),
      ),
    };
  }
  // Proxies ask each rule, and then the rules as a whole, for which the first objection stands. Of all these answers
  // they give the last, and prefer any to an unknown issuer.
  const { placed, check } = [...objecting, first].findLast((one) => one.check !== 'unknown issuer') ?? first;
  return {
    is: 'rejected',
    status: check === 'audience not allowed' ? 403 : 401,
    by: placed.by,
    rule: placed.place,
    because: objection(check, claims),
  };
}

function objection(check: JwtCheck, { iss, aud }: Claims): string {
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
