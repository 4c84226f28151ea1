import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpHeaders,
} from '../../../imports/networking.istio.io';
import { type Problem, UNUSABLE_VALUE, withCode } from '../problem';
import { headerValue } from '../values/header-value';
import { headerName } from '../values/values';

/** Operations on the headers of requests and responses. */
export function* validateHeaders(
  field: string,
  headers: VirtualServiceSpecHttpHeaders = {},
): Iterable<Problem> {
  for (const direction of ['request', 'response'] as const) {
    for (const operation of ['set', 'add'] as const) {
      for (const [name, value] of Object.entries(headers[direction]?.[operation] ?? {})) {
        const at = `${field}.${direction}.${operation}["${name}"]`;
        if (direction === 'response' || !isAuthority(name)) {
          yield* changeableHeader(at, name);
        }
        yield* headerValue(at, value);
      }
    }
    for (const [i, name] of (headers[direction]?.remove ?? []).entries()) {
      yield* changeableHeader(`${field}.${direction}.remove[${i}]`, name);
    }
  }
}

function isAuthority(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}

function* changeableHeader(field: string, name: string): Iterable<Problem> {
  if (name.startsWith(':') || isAuthority(name)) {
    yield {
      field,
      message: `"${name}" cannot be changed here; rewrite the authority, or set it on the request`,
    };
  } else if (name === '') {
    yield* headerName(field, name);
  } else {
    yield* withCode(UNUSABLE_VALUE, headerName(field, name));
  }
}

/** The Host header can be rewritten once; Envoy would take one of several in silence. */
export function* validateRewrittenAuthority(field: string, route: VirtualServiceSpecHttp): Iterable<Problem> {
  const { set = {}, add = {} } = route.headers?.request ?? {};
  const given = [
    ...(route.rewrite?.authority ? ['rewrite.authority'] : []),
    ...Object.keys(set)
      .filter(isAuthority)
      .map((name) => `headers.request.set["${name}"]`),
    ...Object.keys(add)
      .filter(isAuthority)
      .map((name) => `headers.request.add["${name}"]`),
  ];
  if (given.length > 1) {
    yield {
      field: `${field}.${given[1]}`,
      message: `changes the host that ${given[0]} changes; keep one of them`,
    };
  }
}
