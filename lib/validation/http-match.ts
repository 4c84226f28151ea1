import type {
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
} from '../../imports/networking.istio.io';
import type { Problem } from './problem';
import { MESH, validateSource } from './source';
import { isHeaderName, regex } from './values';

const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];
/** A claim of the request's token: `@request.auth.claims.group` or `@request.auth.claims[realm][group]`. */
const JWT_CLAIM = /^@request\.auth\.claims(\.[^\s.[\]]+(\.[^\s.[\]]+)*|(\[[^[\]]+\])+)$/i;

/** One condition on a string; all kinds look alike in the CRD. */
type StringCondition = VirtualServiceSpecHttpMatchHeaders;

export function* validateHttpMatch(
  field: string,
  match: VirtualServiceSpecHttpMatch,
  gateways?: readonly string[],
): Iterable<Problem> {
  yield* validatePath(`${field}.uri`, match.uri);
  for (const name of ['method', 'scheme', 'authority'] as const) {
    yield* validateStringMatch(`${field}.${name}`, match[name]);
  }
  const { exact: method = '' } = match.method ?? {};
  if (method !== method.toUpperCase()) {
    yield { field: `${field}.method.exact`, message: `"${method}" never matches: methods are upper case` };
  }
  const { exact: scheme } = match.scheme ?? {};
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    yield { field: `${field}.scheme.exact`, message: `"${scheme}" never matches; use "http" or "https"` };
  }
  for (const name of ['headers', 'withoutHeaders'] as const) {
    for (const [header, condition] of Object.entries(match[name] ?? {})) {
      // As a pattern of absent headers alone, "*" stands for any value.
      const checked = name === 'withoutHeaders' && condition?.regex === '*' ? {} : condition;
      yield* validateHeader(`${field}.${name}["${header}"]`, header, checked, gateways);
    }
  }
  for (const [parameter, condition] of Object.entries(match.queryParams ?? {})) {
    yield* validateStringMatch(`${field}.queryParams["${parameter}"]`, condition);
    if (parameter === '') {
      yield { field: `${field}.queryParams`, message: 'has a parameter without a name; name it' };
    }
  }
  yield* validateSource(field, match, gateways);
}

/** Envoy compares with the path alone, which begins with "/" and has neither query nor fragment. */
function* validatePath(field: string, path: StringCondition = {}): Iterable<Problem> {
  if (path.regex !== undefined) {
    yield* regex(`${field}.regex`, path.regex);
  }
  for (const kind of ['exact', 'prefix'] as const) {
    const value = path[kind];
    if (value === undefined) {
      continue;
    }
    if (!value.startsWith('/')) {
      const message = `"${value}" does not begin with "/", as every path does; write "/${value}"`;
      yield { field: `${field}.${kind}`, message };
    } else if (/[?#]/.test(value)) {
      const message = `"${value}" never matches: a path is compared without query and fragment`;
      yield { field: `${field}.${kind}`, message: `${message}; write the path alone, and match queryParams` };
    }
  }
}

function* validateHeader(
  field: string,
  name: string,
  condition: StringCondition,
  gateways?: readonly string[],
): Iterable<Problem> {
  if (name.startsWith('@')) {
    if (!JWT_CLAIM.test(name)) {
      yield { field, message: `"${name}" is no claim; write "@request.auth.claims." and the claim's name` };
    } else if (!gateways || gateways.includes(MESH)) {
      yield {
        field,
        message:
          'is a claim, which only gateways know; use it in a VirtualService that is bound to gateways alone',
      };
    }
  } else if (!isHeaderName(name) && !PSEUDO_HEADERS.includes(name)) {
    yield { field, message: `"${name}" is no header name` };
  }
  yield* validateStringMatch(field, condition);
}

export function* validateStringMatch(field: string, condition: StringCondition = {}): Iterable<Problem> {
  if (condition.regex !== undefined) {
    yield* regex(`${field}.regex`, condition.regex);
  }
  if (condition.prefix === '') {
    yield { field: `${field}.prefix`, message: 'is empty, which Istio refuses; leave the condition out' };
  }
}
