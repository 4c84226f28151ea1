import type {
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
} from '../../../imports/networking.istio.io';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { HTTP_MATCH_ENTRIES, type HttpMatchField } from '../../istiod/virtual-services/http-match-request';
import { lacksClaimValue } from '../../istiod/virtual-services/refused-by-envoy';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, NO_EFFECT, REFUSED_BY_ENVOY, UNUSABLE_VALUE } from '../problem-types';
import { isHeaderName, notHeaderName } from '../values/header-names';
import { dnsLabelProblems } from '../values/names';
import { partProblems, pathRegexProblems, regexProblems } from '../values/regex-problems';
import { LITERAL_STAR } from '../values/texts';
import type { VirtualServiceContext } from './context';
import { ignoredSourceProblems, type MatchFieldValidator, SOURCE_VALIDATORS } from './source-match';

const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];
/** A claim of the request's token: `@request.auth.claims.group` or `@request.auth.claims[realm][group]`. */
const JWT_CLAIM = /^@request\.auth\.claims(\.[^\s.[\]]+(\.[^\s.[\]]+)*|(\[[^[\]]+\])+)$/i;

/** Headers of which nobody knows the whole value beforehand. */
const LONG_HEADERS: readonly string[] = [
  'accept',
  'accept-language',
  'cookie',
  'referer',
  'user-agent',
  'x-forwarded-for',
];

/** A StringMatch. The CRD has a type of its own for each field that is one, all alike. */
type StringMatch = VirtualServiceSpecHttpMatchHeaders;

type Match = VirtualServiceSpecHttpMatch;

const VALIDATORS: {
  readonly [Field in HttpMatchField]: MatchFieldValidator<NonNullable<Match[Field]>>;
} = {
  ...SOURCE_VALIDATORS,
  uri: validatePath,
  method: validateMethod,
  scheme: validateScheme,
  authority: validateAuthority,
  *headers(field, headers, context) {
    for (const [name, match] of Object.entries(headers)) {
      yield* validateHeader([...field, name], name, match, context);
    }
  },
  *withoutHeaders(field, headers, context) {
    for (const [name, match] of Object.entries(headers)) {
      // As the pattern of a header that must be absent, "*" stands for any value.
      yield* validateHeader([...field, name], name, match?.regex === '*' ? {} : match, context);
    }
  },
  *queryParams(field, parameters) {
    for (const [name, match] of Object.entries(parameters)) {
      yield* validateStringMatch([...field, name], match);
      if (name === '') {
        const message = 'has a parameter without a name; add the name';
        yield { field, message, type: UNUSABLE_VALUE };
      }
    }
  },
  sourceNamespace: (field, namespace) =>
    namespace === '' ? NO_PROBLEMS : dnsLabelProblems(field, namespace),
  ignoreUriCase: () => NO_PROBLEMS,
  name: () => NO_PROBLEMS,
  statPrefix: () => NO_PROBLEMS,
};

const FIELDS = HTTP_MATCH_ENTRIES.map(([name]) => name);

export function* validateHttpMatch(
  field: FieldPath,
  match: Match,
  context: VirtualServiceContext,
): Iterable<Problem> {
  for (const name of FIELDS) {
    const value = match[name];
    if (value !== undefined) {
      const validate: MatchFieldValidator<never> = VALIDATORS[name];
      yield* validate([...field, name], value as never, context);
    }
  }
  yield* ignoredSourceProblems(field, match);
}

/** Envoy compares the path only, which begins with "/" and has neither query nor fragment. */
function* validatePath(field: FieldPath, path: StringMatch): Iterable<Problem> {
  if (path.regex !== undefined) {
    yield* regexProblems([...field, 'regex'], path.regex);
    yield* pathRegexProblems([...field, 'regex'], path.regex);
  }
  for (const kind of ['exact', 'prefix'] as const) {
    const value = path[kind];
    if (value === undefined) {
      continue;
    }
    if (!value.startsWith('/')) {
      const message = `"${value}" does not begin with "/", as every path does; write "/${value}"`;
      // An empty prefix is that of every path.
      const type = value === '' && kind === 'prefix' ? NO_EFFECT : IMPOSSIBLE_CONDITION;
      yield { field: [...field, kind], message, type };
    } else if (/[?#]/.test(value)) {
      const message = `"${value}" never matches, because paths are compared without query and fragment; write the path only, and match queryParams`;
      yield { field: [...field, kind], message, type: IMPOSSIBLE_CONDITION };
    } else if (value.includes('*')) {
      const message = `"${value}" ${LITERAL_STAR}; ${remedyForStar(value)}`;
      yield { field: [...field, kind], message, type: IMPOSSIBLE_CONDITION };
    }
  }
}

function remedyForStar(path: string): string {
  const start = path.replace(/\.?\*+$/, '');
  return start.includes('*') ? 'write a regex' : `write "${start}" as a prefix`;
}

function* validateAuthority(field: FieldPath, match: StringMatch): Iterable<Problem> {
  yield* validateStringMatch(field, match);
  for (const kind of ['exact', 'prefix'] as const) {
    const value = match[kind];
    if (value?.includes('*')) {
      const message = `"${value}" ${LITERAL_STAR}; write a regex`;
      yield { field: [...field, kind], message, type: IMPOSSIBLE_CONDITION };
    }
  }
}

function* validateMethod(field: FieldPath, match: StringMatch): Iterable<Problem> {
  yield* validateStringMatch(field, match);
  const { exact: method = '' } = match;
  if (method !== method.toUpperCase()) {
    const message = `"${method}" never matches, because methods are upper case; write "${method.toUpperCase()}"`;
    yield { field: [...field, 'exact'], message, type: IMPOSSIBLE_CONDITION };
  }
}

function* validateScheme(field: FieldPath, match: StringMatch): Iterable<Problem> {
  yield* validateStringMatch(field, match);
  const { exact: scheme } = match;
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    const message = `"${scheme}" never matches; use "http" or "https"`;
    yield { field: [...field, 'exact'], message, type: IMPOSSIBLE_CONDITION };
  }
}

function* validateHeader(
  field: FieldPath,
  name: string,
  match: StringMatch,
  { gateways, isDelegate }: VirtualServiceContext,
): Iterable<Problem> {
  if (name.startsWith('@')) {
    const notClaim = `"${name}" is not a claim; write "@request.auth.claims." followed by the name of the claim`;
    if (!isClaim(name)) {
      yield { field, message: notClaim };
    } else if (isDelegate || gateways?.includes(MESH)) {
      const message =
        'is a claim, which only gateways can match; use it in a VirtualService that is bound to gateways only';
      yield { field, message };
    } else if (!JWT_CLAIM.test(name)) {
      yield { field, message: notClaim, type: IMPOSSIBLE_CONDITION };
    } else if (lacksClaimValue(match)) {
      const message =
        'asks for no value of the claim, and Envoy refuses all routes with such a condition; add exact, prefix or regex';
      yield { field, message, type: REFUSED_BY_ENVOY };
    }
  } else if (!isHeaderName(name) && !PSEUDO_HEADERS.includes(name)) {
    yield { field, message: notHeaderName(name) };
  }
  yield* validateStringMatch(field, match);
  if (LONG_HEADERS.includes(name.toLowerCase())) {
    yield* partProblems([...field, 'regex'], match?.regex);
  }
}

/** Whether istiod takes the name of a header for a claim. (E9) */
function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(\..|\[.+\]$)/is.test(name);
}

export function* validateStringMatch(field: FieldPath, match: StringMatch = {}): Iterable<Problem> {
  if (match.regex !== undefined) {
    yield* regexProblems([...field, 'regex'], match.regex);
  }
  if (match.prefix === '') {
    yield { field: [...field, 'prefix'], message: 'is empty, which Istio refuses; remove the condition' };
  }
}
