import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IMPOSSIBLE_CONDITION, REFUSED } from '../problem-types';
import { isHeaderName, portProblems } from '../values/values';

/** What is wrong with one value of a list in a rule; it is never empty. */
export type ValueCheck = (field: FieldPath, value: string) => Iterable<Problem>;

const MAX_SERVICE_ACCOUNT_LENGTH = 320;
const NAMESPACE = /^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/;
/** What a segment of a path may be made of, as RFC 3986 has it. */
const SEGMENT = /^[\w.~%!$&'()+,;:@=-]+$/;

/** Istio takes `*` as a pattern at the beginning or the end only; anywhere else it would be compared as it stands. */
export function* wildcardProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (value !== '*' && value.replace(/^\*|\*$/, '').includes('*')) {
    yield {
      field,
      message: `"${value}" has "*" where it stands for itself; write one, at the beginning or the end`,
      type: IMPOSSIBLE_CONDITION,
    };
  }
}

export function* principalProblems(field: FieldPath, value: string): Iterable<Problem> {
  const form = 'write "cluster.local/ns/NAMESPACE/sa/NAME"';
  if (value.startsWith('spiffe://')) {
    const rest = value.slice('spiffe://'.length);
    yield {
      field,
      message: `"${value}" never matches: principals have no "spiffe://"; write "${rest}"`,
      type: IMPOSSIBLE_CONDITION,
    };
  } else if (/^ns\/[^/]+\/sa\//.test(value)) {
    yield { field, message: `"${value}" begins with no trust domain; ${form}`, type: IMPOSSIBLE_CONDITION };
  } else if (!value.includes('*') && !value.includes('/')) {
    yield { field, message: `"${value}" is no principal; ${form}`, type: IMPOSSIBLE_CONDITION };
  } else {
    yield* wildcardProblems(field, value);
  }
}

export function* serviceAccountProblems(field: FieldPath, value: string): Iterable<Problem> {
  const parts = value.split('/');
  if (
    value.includes('*') ||
    parts.length > 2 ||
    parts.includes('') ||
    value.length > MAX_SERVICE_ACCOUNT_LENGTH
  ) {
    const message = 'is no ServiceAccount; write "NAME" or "NAMESPACE/NAME", without "*"';
    yield { field, message: `"${value}" ${message}` };
  }
}

/** Here `*` may be anywhere. */
export function* namespacePatternProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!NAMESPACE.test(value)) {
    const message = 'use lower-case letters, digits and "-", and "*" for any text';
    yield { field, message: `"${value}" is no namespace; ${message}`, type: IMPOSSIBLE_CONDITION };
  }
}

export function* trustDomainProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (value.includes('/')) {
    yield {
      field,
      message: `"${value}" is no trust domain, which has no "/"; write one such as "cluster.local"`,
    };
  } else {
    yield* withType(REFUSED, wildcardProblems(field, value));
  }
}

/** `ISSUER/SUBJECT`, divided at the last slash. */
export function* requestPrincipalProblems(field: FieldPath, value: string): Iterable<Problem> {
  const form = 'write "ISSUER/SUBJECT", or "ISSUER/*" for any subject';
  if (/^https?:\/\/[^/]*$/.test(value) || value.endsWith('/') || !/[/*]/.test(value)) {
    yield { field, message: `"${value}" has no subject; ${form}`, type: IMPOSSIBLE_CONDITION };
  } else {
    yield* wildcardProblems(field, value);
  }
}

export function* authorizedHostProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (/[\s/?#]/.test(value)) {
    yield {
      field,
      message: `"${value}" is no host; write one as in the Host header, such as "shop.example.com"`,
      type: IMPOSSIBLE_CONDITION,
    };
  } else {
    yield* wildcardProblems(field, value);
  }
}

export function* authorizedMethodProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (!isHeaderName(value)) {
    yield {
      field,
      message: `"${value}" is no method; write one to a value, such as "GET"`,
      type: IMPOSSIBLE_CONDITION,
    };
  } else if (value !== value.toUpperCase()) {
    yield { field, message: `"${value}" never matches: methods are upper case`, type: IMPOSSIBLE_CONDITION };
  } else {
    yield* wildcardProblems(field, value);
  }
}

/** Compared with the normalised path, which has neither query nor fragment nor `.` and `..` as segments. */
export function* authorizedPathProblems(field: FieldPath, value: string): Iterable<Problem> {
  const mistake = /[{}]/.test(value) ? templateMistake(value) : undefined;
  if (mistake !== undefined) {
    yield { field, message: `"${value}" ${mistake}` };
    return;
  }
  const message = pathMistake(value);
  if (message !== undefined) {
    yield { field, message: `"${value}" ${message}`, type: IMPOSSIBLE_CONDITION };
  }
}

/** Why no path is like it. */
function pathMistake(value: string): string | undefined {
  if (!/^[/*]/.test(value)) {
    return `does not begin with "/", as every path does; write "/${value}"`;
  }
  if (/[?#]/.test(value)) {
    return 'never matches: paths are compared without query and fragment; write the path alone';
  }
  if (/\/\.\.?(\/|$)/.test(value)) {
    return 'never matches: "." and ".." are resolved first; write the path without';
  }
  if (!/[{}]/.test(value) && value !== '*' && value.replace(/^\*|\*$/, '').includes('*')) {
    return 'has "*" where it stands for itself; write one, at the beginning or the end, or "{*}" for a segment';
  }
  return undefined;
}

function templateMistake(value: string): string | undefined {
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
    return `has a segment "${odd}"; beside text, a whole segment may be "{*}" or "{**}"`;
  }
  return rest >= 0 && segments.slice(rest + 1).some((segment) => segment.startsWith('{'))
    ? 'has another pattern behind "{**}", which must be the last'
    : undefined;
}

export function* authorizedPortProblems(field: FieldPath, value: string): Iterable<Problem> {
  if (/^\d+$/.test(value)) {
    // istiod counts from 0.
    yield* withType(Number(value) === 0 ? IMPOSSIBLE_CONDITION : REFUSED, portProblems(field, Number(value)));
  } else {
    yield { field, message: `"${value}" is no port; use a whole number from 1 to 65535` };
  }
}
