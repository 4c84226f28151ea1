import type { VirtualServiceSpecHttpCorsPolicy } from '../../../imports/networking.istio.io';
import { parseDuration } from '../../istiod/durations';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, NO_EFFECT } from '../problem-types';
import { durationProblems } from '../values/durations';
import { headerNameProblems } from '../values/header-names';
import { HttpMethod } from '../values/vocabulary';
import { validateStringMatch } from './http-match';

const METHODS: readonly string[] = [...Object.values(HttpMethod), '*'];

export function* validateCorsPolicy(
  field: FieldPath,
  policy: VirtualServiceSpecHttpCorsPolicy,
): Iterable<Problem> {
  const { allowHeaders = [], allowMethods = [], allowOrigins = [], exposeHeaders = [], maxAge } = policy;
  if (allowOrigins.length === 0 && !policy.allowOrigin?.length) {
    const message = 'is empty, so no origin is allowed; add one';
    yield { field: [...field, 'allowOrigins'], message, type: NO_EFFECT };
  }
  for (const [i, origin] of allowOrigins.entries()) {
    const at = [...field, 'allowOrigins', i];
    if (!origin.exact && !origin.prefix && !origin.regex) {
      yield { field: at, message: 'has no value; set exact, prefix or regex' };
    } else {
      yield* validateStringMatch(at, origin);
      yield* originProblems(at, origin);
    }
  }
  for (const [i, origin] of (policy.allowOrigin ?? []).entries()) {
    yield* exactOriginProblems([...field, 'allowOrigin', i], origin);
  }
  for (const [i, method] of allowMethods.entries()) {
    if (!METHODS.includes(method)) {
      const message = `"${method}" is not a method; use ${METHODS.join(', ')}, in upper case`;
      yield { field: [...field, 'allowMethods', i], message };
    }
  }
  for (const [name, headers] of Object.entries({ allowHeaders, exposeHeaders })) {
    for (const [i, header] of headers.entries()) {
      yield* headerNameProblems([...field, name, i], header);
    }
  }
  yield* durationProblems([...field, 'maxAge'], maxAge);
  if (maxAge !== undefined && (parseDuration(maxAge) ?? 0) % 1000 !== 0) {
    const message = `"${maxAge}" is not in whole seconds, which browsers count in; round it`;
    yield { field: [...field, 'maxAge'], message };
  }
}

/** What browsers send: a scheme, a host, and a port that is not the scheme's own, or the word "null". */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#*\s]+$/i;
/** An expression that is a name of a host, where a dot means itself. */
const HOST_REGEX = /^\^?(\w|-|\\?\.)+\$?$/;
const SCHEMES = ['http://', 'https://'];

function* originProblems(
  field: FieldPath,
  { exact, prefix, regex }: NonNullable<VirtualServiceSpecHttpCorsPolicy['allowOrigins']>[number],
): Iterable<Problem> {
  if (exact) {
    yield* exactOriginProblems([...field, 'exact'], exact);
  }
  if (prefix && !prefix.includes('://') && ![...SCHEMES, 'null'].some((start) => start.startsWith(prefix))) {
    yield neverSent([...field, 'prefix'], prefix, `write "https://${prefix}"`);
  }
  if (regex && HOST_REGEX.test(regex) && regex.includes('.')) {
    const host = regex.replace(/^\^|\$$/g, '');
    yield neverSent([...field, 'regex'], regex, `write "https://${host}"`);
  }
}

function exactOriginProblems(field: FieldPath, origin: string): readonly Problem[] {
  if (['', '*', 'null'].includes(origin) || ORIGIN.test(origin)) {
    return NO_PROBLEMS;
  }
  const withoutPath = /^[a-z][a-z\d+.-]*:\/\/[^/?#*\s]+/i.exec(origin)?.[0];
  const remedy = origin.includes('*')
    ? 'write a regex for several origins'
    : `write "${withoutPath ?? `https://${origin}`}"`;
  return [neverSent(field, origin, remedy)];
}

function neverSent(field: FieldPath, origin: string, remedy: string): Problem {
  const message = `"${origin}" never matches, because browsers send the scheme and the host, such as "https://example.com", and nothing after them; ${remedy}`;
  return { field, message, type: IMPOSSIBLE_CONDITION };
}
