import type {
  RequestAuthenticationSpec,
  RequestAuthenticationSpecJwtRules,
} from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { durationProblems, emptyValueProblems, headerNameProblems, repetitions } from '../values/values';
import { validateJwks } from './jwks';

const MAX_URI_LENGTH = 2048;
const MAX_SPACE_DELIMITED_CLAIMS = 64;

/** What an empty list in a JWT rule would mean to Istio. */
const EMPTY_LISTS = {
  audiences: 'so any audience would do',
  fromHeaders: 'so nothing is said about headers',
  fromParams: 'so nothing is said about parameters',
  fromCookies: 'so nothing is said about cookies',
  outputClaimToHeaders: 'so no claim is handed on',
  spaceDelimitedClaims: 'so it says nothing',
} as const satisfies Partial<Record<keyof RequestAuthenticationSpecJwtRules, string>>;

/**
 * What is wrong with a RequestAuthentication, by itself: whether its selector finds a pod, and its keys are where it
 * says, is not looked at. (M7)
 *
 * @param namespace where it lives; undefined when that is left to `kubectl apply`
 */
export function* validateRequestAuthentication({
  namespace,
  spec,
}: AdmissionObject<RequestAuthenticationSpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { jwtRules = [] } = spec;
  if (jwtRules.length === 0) {
    yield {
      field: ['spec', 'jwtRules'],
      message: 'is empty, so no token is looked at; add a rule',
      type: NO_EFFECT,
    };
  }
  for (const [i, rule] of jwtRules.entries()) {
    yield* validateJwtRule(['spec', 'jwtRules', i], rule);
  }
}

/** With the older spelling, which is still read. */
type JwtRule = RequestAuthenticationSpecJwtRules & { readonly jwks_uri?: string };

function* validateJwtRule(field: FieldPath, rule: JwtRule): Iterable<Problem> {
  yield* validateKeySource(field, rule);
  for (const [name, effect] of Object.entries(EMPTY_LISTS)) {
    if (rule[name as keyof typeof EMPTY_LISTS]?.length === 0) {
      yield {
        field: [...field, name],
        message: `is empty, ${effect}; name one, or leave it out`,
        type: NO_EFFECT,
      };
    }
  }
  for (const name of ['audiences', 'fromParams', 'fromCookies'] as const) {
    yield* emptyValueProblems([...field, name], rule[name]);
  }
  yield* withType(
    UNUSABLE_VALUE,
    emptyValueProblems([...field, 'spaceDelimitedClaims'], rule.spaceDelimitedClaims),
  );
  for (const [i, { name = '' }] of (rule.fromHeaders ?? []).entries()) {
    const type = name === '' ? REFUSED : UNUSABLE_VALUE;
    yield* withType(type, headerNameProblems([...field, 'fromHeaders', i, 'name'], name));
  }
  if (rule.outputPayloadToHeader !== undefined) {
    const at = [...field, 'outputPayloadToHeader'];
    yield* withType(UNUSABLE_VALUE, headerNameProblems(at, rule.outputPayloadToHeader));
  }
  const outputs = rule.outputClaimToHeaders ?? [];
  for (const { at } of repetitions(outputs.map(({ header = '' }) => header.toLowerCase()))) {
    const message = `"${outputs[at]?.header}" holds another claim already; name another`;
    yield { field: [...field, 'outputClaimToHeaders', at, 'header'], message, type: REPEATED_ENTRY };
  }
  for (const [i, { header = '', claim }] of outputs.entries()) {
    const at = [...field, 'outputClaimToHeaders', i];
    if (!/^[-_A-Za-z0-9]+$/.test(header)) {
      yield {
        field: [...at, 'header'],
        message: `"${header}" is no header for a claim; use letters, digits, "-" and "_"`,
      };
    }
    if (!claim) {
      yield { field: [...at, 'claim'], message: 'is empty; name the claim' };
    }
  }
  const { spaceDelimitedClaims: claims } = rule;
  if (claims && claims.length > MAX_SPACE_DELIMITED_CLAIMS) {
    yield {
      field: [...field, 'spaceDelimitedClaims'],
      message: `has ${claims.length} claims; Istio takes ${MAX_SPACE_DELIMITED_CLAIMS}`,
    };
  }
}

/** Of the places where keys can be, a rule says one; where it says none, the issuer must be one that can be asked. */
function* validateKeySource(field: FieldPath, rule: JwtRule): Iterable<Problem> {
  const { issuer, jwks, timeout } = rule;
  const jwksUri = rule.jwksUri ?? rule.jwks_uri;
  if (!issuer && (issuer === '' || !jwksUri)) {
    const message = 'is missing; only with jwksUri can it be left out';
    yield { field: [...field, 'issuer'], message, type: jwksUri ? NO_EFFECT : REFUSED };
  }
  if (jwks !== undefined && jwksUri !== undefined) {
    yield { field: [...field, 'jwks'], message: 'does not go with jwksUri; keep one of them' };
  }
  if (jwks !== undefined) {
    yield* validateJwks([...field, 'jwks'], jwks);
  }
  if (jwksUri !== undefined && (!isHttpUrl(jwksUri) || jwksUri.length > MAX_URI_LENGTH)) {
    yield {
      field: [...field, 'jwksUri'],
      message: `"${jwksUri}" is no URL; write one of http or https, of ${MAX_URI_LENGTH} characters at most`,
      // istiod does not look behind the scheme.
      type: /^https?:/i.test(jwksUri) && jwksUri.length <= MAX_URI_LENGTH ? UNUSABLE_VALUE : REFUSED,
    };
  }
  if (issuer && jwks === undefined && jwksUri === undefined && !isHttpUrl(issuer)) {
    yield {
      field: [...field, 'issuer'],
      message: `"${issuer}" is no URL that could be asked for keys; set jwksUri or jwks`,
      type: UNUSABLE_VALUE,
    };
  }
  if (jwks !== undefined && timeout !== undefined) {
    yield {
      field: [...field, 'timeout'],
      message: 'is not used with jwks, which need no fetching; remove it',
      type: IGNORED_FIELD,
    };
  } else {
    yield* durationProblems([...field, 'timeout'], timeout);
  }
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
