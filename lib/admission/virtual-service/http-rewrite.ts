import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRewrite,
} from '../../../imports/networking.istio.io';
import { REDIRECT_CODES } from '../../istiod/virtual-services/refused-by-envoy';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem, type ProblemType, withType } from '../problem';
import { REFUSED, REFUSED_BY_ENVOY, UNUSABLE_VALUE } from '../problem-types';
import { portProblems } from '../values/ports-and-subnets';
import { regexProblems } from '../values/regex-problems';

export function* validateRedirect(
  field: FieldPath,
  redirect: VirtualServiceSpecHttpRedirect,
): Iterable<Problem> {
  const { authority, derivePort, port, prefixRewrite, redirectCode, scheme, uri } = redirect;
  if (!authority && !derivePort && port === undefined && !scheme && !uri && !prefixRewrite) {
    const message =
      'changes nothing, so it redirects a request to itself; set uri, authority, scheme or port';
    yield { field, message };
  }
  if (port !== undefined) {
    yield* withType(port === 0 ? UNUSABLE_VALUE : REFUSED, portProblems([...field, 'port'], port));
  }
  if (redirectCode !== undefined && !REDIRECT_CODES.includes(redirectCode)) {
    const message = `${redirectCode} is not a status that Istio redirects with; use one of ${REDIRECT_CODES.join(', ')}`;
    yield { field: [...field, 'redirectCode'], message, type: typeOfCode(redirectCode) };
  }
  yield* newPathProblems([...field, 'uri'], uri);
  yield* newPathProblems([...field, 'prefixRewrite'], prefixRewrite);
  yield* newAuthorityProblems([...field, 'authority'], authority);
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    const message = `"${scheme}" is not a scheme; use "http" or "https"`;
    yield { field: [...field, 'scheme'], message };
  }
}

/** A redirect of a part of the path needs matches that say which part. (V15) */
export function* prefixRewriteProblems(
  field: FieldPath,
  { match = [], redirect }: VirtualServiceSpecHttp,
): Iterable<Problem> {
  if (!redirect?.prefixRewrite) {
    return;
  }
  if (redirect.uri) {
    const message = 'cannot be used with uri, which replaces the whole path; keep one of them';
    yield { field: [...field, 'redirect', 'prefixRewrite'], message };
  }
  for (const [i, { uri }] of match.entries()) {
    if (uri && uri.prefix === undefined) {
      const message = 'is not a prefix, which redirect.prefixRewrite needs; use prefix, or redirect with uri';
      yield { field: [...field, 'match', i, 'uri'], message };
    }
  }
}

/** istiod takes 0 for 301, and its webhook admits every status from 300 to 399. */
function typeOfCode(code: number): ProblemType {
  if (code === 0) {
    return UNUSABLE_VALUE;
  }
  return code >= 300 && code <= 399 ? REFUSED_BY_ENVOY : REFUSED;
}

export function* validateRewrite(
  field: FieldPath,
  { authority, uri, uriRegexRewrite }: VirtualServiceSpecHttpRewrite,
): Iterable<Problem> {
  if (!authority && !uri && !uriRegexRewrite) {
    yield { field, message: 'rewrites nothing; set uri, uriRegexRewrite or authority' };
  }
  yield* newPathProblems([...field, 'uri'], uri);
  yield* newAuthorityProblems([...field, 'authority'], authority);
  if (uri && uriRegexRewrite) {
    yield { field: [...field, 'uri'], message: 'cannot be used with uriRegexRewrite; keep one of them' };
  }
  if (uriRegexRewrite) {
    const at = [...field, 'uriRegexRewrite'];
    yield* regexProblems([...at, 'match'], uriRegexRewrite.match ?? '');
    if (!uriRegexRewrite.rewrite) {
      const message = 'is empty; write the new path, with \\1, \\2 for the groups';
      yield { field: [...at, 'rewrite'], message };
    }
  }
}

/** It replaces the path, or the prefix that matched. */
function newPathProblems(field: FieldPath, path: string | undefined): readonly Problem[] {
  if (!path || path.startsWith('/')) {
    return NO_PROBLEMS;
  }
  const message = `"${path}" does not begin with "/", as every path does; write the path only`;
  return [{ field, message, type: UNUSABLE_VALUE }];
}

function newAuthorityProblems(field: FieldPath, authority: string | undefined): readonly Problem[] {
  if (!authority || !/[^\w.:[\]-]/.test(authority)) {
    return NO_PROBLEMS;
  }
  const message = `"${authority}" is not a host; write a name, followed by ":" and a port if needed`;
  return [{ field, message, type: UNUSABLE_VALUE }];
}
