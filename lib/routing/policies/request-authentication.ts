import { REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import type { ManifestIndex } from '../../manifests/manifest-index';
import type { Workload } from '../../manifests/workloads';
import type { HttpRequest } from '../request';
import {
  BEARER,
  checkToken,
  guardedHeaders,
  headersOf,
  type JwtCheck,
  type JwtRule,
  readJwtRule,
  type TokenLocation,
  tokenOf,
} from './jwt-rule';
import {
  type IgnoredPolicy,
  type PolicyReference,
  readPolicies,
  referenceTo,
  type SelectingPolicy,
} from './policy';
import { SelectedPolicies } from './selected-policies';
import { hasTargets, recordsAt, selectorAt } from './shape';
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
    };

/** A rule, and where it is written. */
interface PlacedRule {
  readonly by: PolicyReference;
  readonly place: number;
  readonly rule: JwtRule;
}

interface RequestAuthentication extends SelectingPolicy {
  readonly rules: readonly PlacedRule[];
  readonly hasTargets: boolean;
}

/**
 * What the proxies of a workload make of the JWT of a request, whose claims are given: its signature and its times are
 * taken to be good. It is where the first rule for its issuer looks first; without such a rule it is in
 * `Authorization: Bearer`. (H2)
 */
export function authenticate(index: ManifestIndex, workload: Workload, request: HttpRequest): Authentication {
  const rules = index.view(requestAuthenticationsOf).rulesOf(workload);
  const { claims } = request;
  if (rules.length === 0) {
    return { is: 'anonymous', because: 'no RequestAuthentication applies', request };
  }
  if (isPreflight(request)) {
    return { is: 'anonymous', because: 'CORS preflight requests are not asked for tokens', request };
  }
  if (!claims) {
    return { is: 'anonymous', because: 'the request has no token', request: guarded(request, rules) };
  }
  return authenticateClaims(rules, request, claims);
}

/** Whether any RequestAuthentication applies to a workload. */
export function hasRequestAuthentication(index: ManifestIndex, workload: Workload): boolean {
  return index.view(requestAuthenticationsOf).rulesOf(workload).length > 0;
}

/** The RequestAuthentications that count for no pod. */
export function ignoredRequestAuthentications(index: ManifestIndex): readonly IgnoredPolicy[] {
  return index.view(requestAuthenticationsOf).ignored;
}

function requestAuthenticationsOf(index: ManifestIndex): RequestAuthentications {
  return new RequestAuthentications(index);
}

class RequestAuthentications {
  readonly ignored: readonly IgnoredPolicy[];
  private readonly policies: SelectedPolicies<RequestAuthentication>;
  private readonly known = new WeakMap<Workload, readonly PlacedRule[]>();

  constructor(index: ManifestIndex) {
    const { policies, ignored } = readPolicies(index, REQUEST_AUTHENTICATION, read);
    const attached = policies.filter((policy) => policy.hasTargets);
    this.policies = new SelectedPolicies(
      policies.filter((policy) => !policy.hasTargets),
      index.mesh.rootNamespace,
    );
    const because = 'it has targetRefs, which count for Gateways of the Kubernetes Gateway API only';
    this.ignored = [...ignored, ...attached.map((policy) => ({ ...referenceTo(policy), because }))];
  }

  /** The rules of all objects for a workload, by issuer, which is the order in which proxies ask them. */
  rulesOf(workload: Workload): readonly PlacedRule[] {
    let rules = this.known.get(workload);
    if (!rules) {
      rules = this.policies
        .of(workload)
        .flatMap((policy) => policy.rules)
        .sort((a, b) => (a.rule.issuer < b.rule.issuer ? -1 : a.rule.issuer > b.rule.issuer ? 1 : 0));
      this.known.set(workload, rules);
    }
    return rules;
  }
}

function read(reference: PolicyReference, spec: Readonly<Record<string, unknown>>): RequestAuthentication {
  const by = referenceTo(reference);
  return {
    ...by,
    selector: selectorAt(spec),
    hasTargets: hasTargets(spec),
    rules: recordsAt(spec, 'jwtRules').map((rule, place) => ({ by, place, rule: readJwtRule(rule) })),
  };
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
    return {
      is: 'authenticated',
      by,
      rule: place,
      token,
      request: passedOn(rules, good, request, token, location),
    };
  }
  const objecting = checks.filter(({ check }) => check !== 'missing');
  const [first] = objecting;
  if (!first) {
    const because = 'no RequestAuthentication looks where the token is';
    return { is: 'anonymous', because, request: guarded(request, rules) };
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

/** The request as it leaves the proxy after a rule has accepted its token. */
function passedOn(
  rules: readonly PlacedRule[],
  accepting: number,
  request: HttpRequest,
  token: Token,
  location: TokenLocation,
): HttpRequest {
  // Rules that were not asked any more guard nothing.
  const { claims: original = {}, ...rest } = guarded(request, rules.slice(0, accepting + 1));
  const headers = new Map(rest.headers);
  for (const [name, value] of rules[accepting] ? headersOf(rules[accepting].rule, original) : []) {
    headers.set(name, headers.has(name) ? `${headers.get(name)},${value}` : value);
  }
  if (token.isForwarded) {
    return { ...rest, headers, claims: original };
  }
  if (location.in === 'header') {
    headers.delete(location.name);
  }
  return { ...rest, headers };
}

/** The request without the headers that only proxies may set. */
function guarded(request: HttpRequest, rules: readonly PlacedRule[]): HttpRequest {
  const removed = rules
    .flatMap(({ rule }) => guardedHeaders(rule))
    .filter((name) => request.headers.has(name));
  if (removed.length === 0) {
    return request;
  }
  const headers = new Map(request.headers);
  for (const name of removed) {
    headers.delete(name);
  }
  return { ...request, headers };
}

function isPreflight({ method, headers }: HttpRequest): boolean {
  return (
    method === 'OPTIONS' &&
    Boolean(headers.get('origin')) &&
    Boolean(headers.get('access-control-request-method'))
  );
}
