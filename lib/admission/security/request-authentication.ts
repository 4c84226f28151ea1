import type {
  RequestAuthenticationSpec,
  RequestAuthenticationSpecJwtRules,
} from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { durationProblems } from '../values/durations';
import { headerNameProblems } from '../values/header-names';
import { emptyValueProblems, repetitions } from '../values/list-problems';
import { validatePolicyTarget } from '../values/policy-target';
import { characterCount } from '../values/texts';
import { validateJwks } from './jwks';

/** The limits of the CRD. */
const MAX_URI_LENGTH = 2048;
const MAX_SPACE_DELIMITED_CLAIMS = 64;

/** What an empty list in a JWT rule does. */
const EMPTY_LISTS = {
  audiences: 'so any audience is accepted',
  fromHeaders: 'so it adds no headers',
  fromParams: 'so it adds no parameters',
  fromCookies: 'so it adds no cookies',
  outputClaimToHeaders: 'so no claim is copied',
  spaceDelimitedClaims: 'so it adds no claims',
} as const satisfies Partial<Record<keyof RequestAuthenticationSpecJwtRules, string>>;

/** What is wrong with a RequestAuthentication. (M7) */
export function* validateRequestAuthentication({
  namespace,
  spec,
}: AdmissionObject<RequestAuthenticationSpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { jwtRules = [] } = spec;
  if (jwtRules.length === 0) {
    const message = 'is empty, so no token is validated; add a rule';
    yield { field: ['spec', 'jwtRules'], message, type: NO_EFFECT };
  }
  for (const [i, rule] of jwtRules.entries()) {
    yield* validateJwtRule(['spec', 'jwtRules', i], rule);
  }
}

/** With the older form of `jwksUri`, which Istio still reads. */
type JwtRule = RequestAuthenticationSpecJwtRules & { readonly jwks_uri?: string };

function* validateJwtRule(field: FieldPath, rule: JwtRule): Iterable<Problem> {
  yield* validateKeySource(field, rule);
  for (const [name, effect] of Object.entries(EMPTY_LISTS)) {
    if (rule[name as keyof typeof EMPTY_LISTS]?.length === 0) {
      const message = `is empty, ${effect}; add an entry, or remove it`;
      yield { field: [...field, name], message, type: NO_EFFECT };
    }
  }
  for (const name of ['audiences', 'fromParams', 'fromCookies'] as const) {
    yield* emptyValueProblems([...field, name], rule[name]);
  }
  for (const [i, { name = '' }] of (rule.fromHeaders ?? []).entries()) {
    const type = name === '' ? REFUSED : UNUSABLE_VALUE;
    yield* withType(type, headerNameProblems([...field, 'fromHeaders', i, 'name'], name));
  }
  if (rule.outputPayloadToHeader !== undefined) {
    const problems = headerNameProblems([...field, 'outputPayloadToHeader'], rule.outputPayloadToHeader);
    yield* withType(UNUSABLE_VALUE, problems);
  }
  yield* validateOutputClaims([...field, 'outputClaimToHeaders'], rule.outputClaimToHeaders);
  yield* validateSpaceDelimitedClaims([...field, 'spaceDelimitedClaims'], rule.spaceDelimitedClaims);
}

function* validateOutputClaims(
  field: FieldPath,
  outputs: JwtRule['outputClaimToHeaders'] = [],
): Iterable<Problem> {
  for (const { at } of repetitions(outputs.map(({ header = '' }) => header.toLowerCase()))) {
    const message = `"${outputs[at]?.header}" already holds another claim; use another header`;
    yield { field: [...field, at, 'header'], message, type: REPEATED_ENTRY };
  }
  for (const [i, { header = '', claim }] of outputs.entries()) {
    if (!/^[-_A-Za-z0-9]+$/.test(header)) {
      const message = `"${header}" is not a header for a claim; use letters, digits, "-" and "_"`;
      yield { field: [...field, i, 'header'], message };
    }
    if (!claim) {
      yield { field: [...field, i, 'claim'], message: 'is empty; name the claim' };
    }
  }
}

function* validateSpaceDelimitedClaims(field: FieldPath, claims: readonly string[] = []): Iterable<Problem> {
  yield* withType(UNUSABLE_VALUE, emptyValueProblems(field, claims));
  if (claims.length > MAX_SPACE_DELIMITED_CLAIMS) {
    const message = `has ${claims.length} claims; Istio allows at most ${MAX_SPACE_DELIMITED_CLAIMS}`;
    yield { field, message };
  }
}

/** A rule has its keys in one place. If it names none, istiod asks the issuer, which must then be a URL. */
function* validateKeySource(field: FieldPath, rule: JwtRule): Iterable<Problem> {
  const { issuer, timeout } = rule;
  // istiod takes an empty text for none.
  const jwks = rule.jwks || undefined;
  const jwksUri = rule.jwksUri ?? rule.jwks_uri;
  if (!issuer && (issuer === '' || !jwksUri)) {
    const message = 'is missing, and may be left out only with jwksUri; add it';
    yield { field: [...field, 'issuer'], message, type: jwksUri ? NO_EFFECT : REFUSED };
  }
  if (jwks !== undefined && jwksUri !== undefined) {
    yield { field: [...field, 'jwks'], message: 'cannot be used with jwksUri; keep one of them' };
  }
  if (jwks !== undefined) {
    yield* validateJwks([...field, 'jwks'], jwks);
  }
  if (jwksUri !== undefined && (!isHttpUrl(jwksUri) || characterCount(jwksUri) > MAX_URI_LENGTH)) {
    const message = `"${jwksUri}" is not a URL of at most ${MAX_URI_LENGTH} characters; write one that begins with "https://" or "http://"`;
    // istiod validates the scheme only.
    const isAdmitted = /^https?:/i.test(jwksUri) && characterCount(jwksUri) <= MAX_URI_LENGTH;
    yield { field: [...field, 'jwksUri'], message, type: isAdmitted ? UNUSABLE_VALUE : REFUSED };
  }
  if (issuer && jwks === undefined && jwksUri === undefined && !isHttpUrl(issuer)) {
    const message = `"${issuer}" is not a URL, so istiod cannot ask it for keys; set jwksUri or jwks`;
    yield { field: [...field, 'issuer'], message, type: UNUSABLE_VALUE };
  }
  if (jwks !== undefined && timeout !== undefined) {
    const message = 'is not used with jwks, which needs no request; remove it';
    yield { field: [...field, 'timeout'], message, type: IGNORED_FIELD };
  } else {
    yield* durationProblems([...field, 'timeout'], timeout);
  }
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
