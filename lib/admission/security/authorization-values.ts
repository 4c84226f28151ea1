import { HTTP_METHODS } from '../../istiod/http-methods';
import type { FieldPath } from '../../manifests/manifest';
import { nearest } from '../../manifests/nearest';
import { NO_PROBLEMS, type Problem, withType } from '../problem';
import { IMPOSSIBLE_CONDITION, REFUSED } from '../problem-types';
import { isHeaderName } from '../values/header-names';
import { portProblems } from '../values/ports-and-subnets';
import { characterCount, LITERAL_STAR } from '../values/texts';

/** Finds what is wrong with one value of a list in a rule. The value is not empty. */
export type ValueCheck = (field: FieldPath, value: string) => Iterable<Problem>;

/** In characters: the limit of the CRD. */
const MAX_SERVICE_ACCOUNT_LENGTH = 320;
const NAMESPACE = /^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/;
/** The characters of a segment of a path, by RFC 3986. */
const SEGMENT = /^[\w.~%!$&'()+,;:@=-]+$/;

/** A value that nothing is equal to. */
function impossible(field: FieldPath, value: string, mistake: string): readonly Problem[] {
  return [{ field, message: `"${value}" ${mistake}`, type: IMPOSSIBLE_CONDITION }];
}

/** Istio takes `*` for a pattern at the beginning or the end only; anywhere else it compares it literally. */
export function wildcardProblems(field: FieldPath, value: string): readonly Problem[] {
  return hasInnerStar(value)
    ? impossible(field, value, `${LITERAL_STAR}; write one, at the beginning or the end`)
    : NO_PROBLEMS;
}

function hasInnerStar(value: string): boolean {
  return value !== '*' && value.replace(/^\*|\*$/, '').includes('*');
}

export function principalProblems(field: FieldPath, value: string): readonly Problem[] {
  const remedy = 'write "cluster.local/ns/NAMESPACE/sa/NAME"';
  if (value.startsWith('spiffe://')) {
    const rest = value.slice('spiffe://'.length);
    return impossible(field, value, `never matches, because principals have no "spiffe://"; write "${rest}"`);
  }
  if (/^ns\/[^/]+\/sa\//.test(value)) {
    return impossible(field, value, `does not begin with a trust domain; ${remedy}`);
  }
  return !value.includes('*') && !value.includes('/')
    ? impossible(field, value, `is not a principal; ${remedy}`)
    : wildcardProblems(field, value);
}

export function serviceAccountProblems(field: FieldPath, value: string): readonly Problem[] {
  const parts = value.split('/');
  const isValid =
    !value.includes('*') &&
    parts.length <= 2 &&
    !parts.includes('') &&
    characterCount(value) <= MAX_SERVICE_ACCOUNT_LENGTH;
  const remedy = 'write "NAME" or "NAMESPACE/NAME", without "*"';
  return isValid ? NO_PROBLEMS : [{ field, message: `"${value}" is not a ServiceAccount; ${remedy}` }];
}

/** In a namespace, `*` may be anywhere. */
export function namespacePatternProblems(field: FieldPath, value: string): readonly Problem[] {
  const remedy = 'use lower-case letters, digits and "-", and "*" for any text';
  return NAMESPACE.test(value) ? NO_PROBLEMS : impossible(field, value, `is not a namespace; ${remedy}`);
}

export function trustDomainProblems(field: FieldPath, value: string): Iterable<Problem> {
  const remedy = 'write a name without "/", such as "cluster.local"';
  return value.includes('/')
    ? [{ field, message: `"${value}" is not a trust domain; ${remedy}` }]
    : withType(REFUSED, wildcardProblems(field, value));
}

/** `ISSUER/SUBJECT`, divided at the last slash. */
export function requestPrincipalProblems(field: FieldPath, value: string): readonly Problem[] {
  const remedy = 'write "ISSUER/SUBJECT", or "ISSUER/*" for any subject';
  const hasNoSubject = /^https?:\/\/[^/]*$/.test(value) || value.endsWith('/') || !/[/*]/.test(value);
  return hasNoSubject
    ? impossible(field, value, `has no subject; ${remedy}`)
    : wildcardProblems(field, value);
}

export function authorizedHostProblems(field: FieldPath, value: string): readonly Problem[] {
  const remedy = 'write a host as in the Host header, such as "shop.example.com"';
  return /[\s/?#]/.test(value)
    ? impossible(field, value, `is not a host; ${remedy}`)
    : wildcardProblems(field, value);
}

export function authorizedMethodProblems(field: FieldPath, value: string): readonly Problem[] {
  if (!isHeaderName(value)) {
    return impossible(
      field,
      value,
      'is not a method; write each method as a value of its own, such as "GET"',
    );
  }
  if (value !== value.toUpperCase()) {
    const upper = value.toUpperCase();
    return impossible(field, value, `never matches, because methods are upper case; write "${upper}"`);
  }
  return hasInnerStar(value) || isPatternOfMethod(value)
    ? wildcardProblems(field, value)
    : [{ field, message: unknownMethod(value), type: IMPOSSIBLE_CONDITION }];
}

/** Whether a proxy reads a request of HTTP/1.1 with such a method. CONNECT comes over HTTP/2, as every other word may. (W14) */
function isPatternOfMethod(value: string): boolean {
  const methods = [...HTTP_METHODS, 'CONNECT'];
  if (value.startsWith('*')) {
    return methods.some((method) => method.endsWith(value.slice(1)));
  }
  return value.endsWith('*')
    ? methods.some((method) => method.startsWith(value.slice(0, -1)))
    : methods.includes(value);
}

function unknownMethod(value: string): string {
  const meant = nearest(value, HTTP_METHODS);
  const remedy = meant === undefined ? 'name a method such as "GET"' : `write "${meant}"`;
  return `"${value}" is a method for which proxies answer 400 over HTTP/1.1; ${remedy}`;
}

/** Envoy compares the normalized path, which has no query, no fragment, and no segments `.` and `..`. */
export function authorizedPathProblems(field: FieldPath, value: string): readonly Problem[] {
  const templateMistake = /[{}]/.test(value) ? mistakeInTemplate(value) : undefined;
  if (templateMistake !== undefined) {
    return [{ field, message: `"${value}" ${templateMistake}` }];
  }
  const mistake = mistakeInPath(value);
  return mistake === undefined ? NO_PROBLEMS : impossible(field, value, mistake);
}

/** Why no path is equal to the value. */
function mistakeInPath(value: string): string | undefined {
  if (!/^[/*]/.test(value)) {
    return `does not begin with "/", as every path does; write "/${value}"`;
  }
  if (/[?#]/.test(value)) {
    return 'never matches, because paths are compared without query and fragment; write the path only';
  }
  if (/\/\.\.?(\/|$)/.test(value)) {
    return 'never matches, because Envoy resolves "." and ".." first; write the resolved path';
  }
  return !/[{}]/.test(value) && hasInnerStar(value)
    ? `${LITERAL_STAR}; write one, at the beginning or the end, or "{*}" for a segment`
    : undefined;
}

function mistakeInTemplate(value: string): string | undefined {
  const all = value.split('/');
  const isFilled = (segment: string) => segment !== '';
  const segments = all.slice(Math.max(all.findIndex(isFilled), 0), all.findLastIndex(isFilled) + 1);
  const isTemplate = value.includes('{*}') || value.includes('{**}');
  const rest = segments.indexOf('{**}');
  const odd = segments.find(
    (segment) =>
      segment !== '{*}' && segment !== '{**}' && (isTemplate ? !SEGMENT.test(segment) : /[{}]/.test(segment)),
  );
  if (odd !== undefined) {
    return `has the segment "${odd}"; a segment must be text, "{*}" or "{**}"`;
  }
  return rest >= 0 && segments.slice(rest + 1).some((segment) => segment.startsWith('{'))
    ? 'has another pattern after "{**}"; make "{**}" the last one'
    : undefined;
}

export function authorizedPortProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (/^\d+$/.test(value)) {
    // istiod admits 0.
    const type = Number(value) === 0 ? IMPOSSIBLE_CONDITION : REFUSED;
    return withType(type, portProblems(field, Number(value)));
  }
  return [{ field, message: `"${value}" is not a port; use a whole number from 1 to 65535` }];
}
