import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRewrite,
} from '../../../imports/networking.istio.io';
import { REDIRECT_CODES } from '../../istiod/virtual-services/refused-by-envoy';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem, type ProblemType, withType } from '../problem';
import { REFUSED, REFUSED_BY_ENVOY, UNUSABLE_VALUE, WHOLE_PATH_REWRITTEN } from '../problem-types';
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
  yield* newPathProblems([...field, 'uri'], uri, PLAIN_REDIRECT);
  yield* newPathProblems([...field, 'prefixRewrite'], prefixRewrite, PLAIN_REDIRECT);
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
  yield* newPathProblems([...field, 'uri'], uri, REGEX_REWRITE);
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

/** It replaces the path, or the prefix that matched, as it is written. */
function* newPathProblems(field: FieldPath, path: string | undefined, remedy: string): Iterable<Problem> {
  if (!path) {
    return;
  }
  if (!path.startsWith('/')) {
    const message = `"${path}" does not begin with "/", as every path does; write the path only`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
  const [placeholder] = PLACEHOLDER.exec(path) ?? [];
  if (placeholder !== undefined) {
    const message = `"${path}" becomes the path as it is written, with "${placeholder}" in it; ${remedy}`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
}

const REGEX_REWRITE =
  'to keep parts of the path, write uriRegexRewrite, where \\1 is what the first group matched';
const PLAIN_REDIRECT = 'a redirect keeps no parts of the path, so write the path that is meant';

/** What stands for a part of the path in other programs, such as `$1`, `\1`, `${1}` and `*`. */
const PLACEHOLDER = /[\\$]\d|\$\{\w+\}|\*/;

/** An expression that takes any end of the path, perhaps as a group, after a beginning of its own. */
const OPEN_END = /^\^?\/[\w(].*?(?:\.[*+]|(\((?!\?)[^()]*\.[*+]\)))\??\$?$/;

/** A path that names a file, which is what an application in a browser answers for all of its paths. */
const FILE = /\.\w+$/;

/** Where a regular expression matched, the new path takes the place of the whole path. (F6) */
export function* wholePathProblems(
  field: FieldPath,
  { match = [], rewrite }: VirtualServiceSpecHttp,
): Iterable<Problem> {
  const uri = rewrite?.uri ?? '';
  if (!uri.startsWith('/') || FILE.test(uri) || PLACEHOLDER.test(uri)) {
    return;
  }
  for (const { uri: path } of match) {
    const regex = path?.regex;
    const [isOpen, group] = OPEN_END.exec(regex ?? '') ?? [];
    if (isOpen !== undefined && (uri.endsWith('/') || group !== undefined)) {
      const message = `"${uri}" takes the place of the whole path where regex "${regex}" matches, and the end of the path is lost; match a prefix, or write uriRegexRewrite, to keep it`;
      yield { field: [...field, 'rewrite', 'uri'], message, type: WHOLE_PATH_REWRITTEN };
      return;
    }
  }
}

function newAuthorityProblems(field: FieldPath, authority: string | undefined): readonly Problem[] {
  if (!authority || !/[^\w.:[\]-]/.test(authority)) {
    return NO_PROBLEMS;
  }
  const message = `"${authority}" is not a host; write a name, followed by ":" and a port if needed`;
  return [{ field, message, type: UNUSABLE_VALUE }];
}
