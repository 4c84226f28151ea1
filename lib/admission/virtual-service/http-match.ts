import type {
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
} from '../../../imports/networking.istio.io';
import { MESH } from '../../istiod/virtual-services/gateway-names';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, NO_EFFECT, UNUSABLE_VALUE } from '../problem-types';
import { dnsLabelProblems, isHeaderName, regexProblems } from '../values/values';
import { type Surroundings, validateSource } from './source';

const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];
/** A claim of the request's token: `@request.auth.claims.group` or `@request.auth.claims[realm][group]`. */
const JWT_CLAIM = /^@request\.auth\.claims(\.[^\s.[\]]+(\.[^\s.[\]]+)*|(\[[^[\]]+\])+)$/i;

/** One condition on a string; all kinds look alike in the CRD. */
type StringCondition = VirtualServiceSpecHttpMatchHeaders;

export function* validateHttpMatch(
  field: FieldPath,
  match: VirtualServiceSpecHttpMatch,
  surroundings: Surroundings,
): Iterable<Problem> {
  yield* validatePath([...field, 'uri'], match.uri);
  for (const name of ['method', 'scheme', 'authority'] as const) {
    yield* validateStringMatch([...field, name], match[name]);
  }
  const { exact: method = '' } = match.method ?? {};
  if (method !== method.toUpperCase()) {
    yield {
      field: [...field, 'method', 'exact'],
      message: `"${method}" never matches: methods are upper case`,
      type: IMPOSSIBLE_CONDITION,
    };
  }
  const { exact: scheme } = match.scheme ?? {};
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    yield {
      field: [...field, 'scheme', 'exact'],
      message: `"${scheme}" never matches; use "http" or "https"`,
      type: IMPOSSIBLE_CONDITION,
    };
  }
  for (const name of ['headers', 'withoutHeaders'] as const) {
    for (const [header, condition] of Object.entries(match[name] ?? {})) {
      // As a pattern of absent headers alone, "*" stands for any value.
      const checked = name === 'withoutHeaders' && condition?.regex === '*' ? {} : condition;
      yield* validateHeader([...field, name, header], header, checked, surroundings);
    }
  }
  for (const [parameter, condition] of Object.entries(match.queryParams ?? {})) {
    yield* validateStringMatch([...field, 'queryParams', parameter], condition);
    if (parameter === '') {
      yield {
        field: [...field, 'queryParams'],
        message: 'has a parameter without a name; name it',
        type: UNUSABLE_VALUE,
      };
    }
  }
  if (match.sourceNamespace) {
    yield* dnsLabelProblems([...field, 'sourceNamespace'], match.sourceNamespace);
  }
  yield* validateSource(field, match, surroundings);
}

/** Envoy compares with the path alone, which begins with "/" and has neither query nor fragment. */
function* validatePath(field: FieldPath, path: StringCondition = {}): Iterable<Problem> {
  if (path.regex !== undefined) {
    yield* regexProblems([...field, 'regex'], path.regex);
  }
  for (const kind of ['exact', 'prefix'] as const) {
    const value = path[kind];
    if (value === undefined) {
      continue;
    }
    if (!value.startsWith('/')) {
      const message = `"${value}" does not begin with "/", as every path does; write "/${value}"`;
      // An empty prefix is that of every path.
      yield {
        field: [...field, kind],
        message,
        type: value === '' && kind === 'prefix' ? NO_EFFECT : IMPOSSIBLE_CONDITION,
      };
    } else if (/[?#]/.test(value)) {
      const message = `"${value}" never matches: a path is compared without query and fragment`;
      yield {
        field: [...field, kind],
        message: `${message}; write the path alone, and match queryParams`,
        type: IMPOSSIBLE_CONDITION,
      };
    }
  }
}

function* validateHeader(
  field: FieldPath,
  name: string,
  condition: StringCondition,
  { gateways, isDelegate }: Surroundings,
): Iterable<Problem> {
  if (name.startsWith('@')) {
    if (!isClaim(name)) {
      yield { field, message: `"${name}" is no claim; write "@request.auth.claims." and the claim's name` };
    } else if (isDelegate || gateways?.includes(MESH)) {
      yield {
        field,
        message:
          'is a claim, which only gateways know; use it in a VirtualService that is bound to gateways alone',
      };
    } else if (!JWT_CLAIM.test(name)) {
      const message = `"${name}" is no claim; write "@request.auth.claims." and the claim's name`;
      yield { field, message, type: IMPOSSIBLE_CONDITION };
    }
  } else if (!isHeaderName(name) && !PSEUDO_HEADERS.includes(name)) {
    yield { field, message: `"${name}" is no header name` };
  }
  yield* validateStringMatch(field, condition);
}

/** Whether istiod takes it for one. (E9) */
function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(\..|\[.+\]$)/is.test(name);
}

export function* validateStringMatch(field: FieldPath, condition: StringCondition = {}): Iterable<Problem> {
  if (condition.regex !== undefined) {
    yield* regexProblems([...field, 'regex'], condition.regex);
  }
  if (condition.prefix === '') {
    yield { field: [...field, 'prefix'], message: 'is empty, which Istio refuses; leave the condition out' };
  }
}
