import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpHeaders,
} from '../../imports/networking.istio.io';
import type { Problem } from './problem';
import { headerName } from './values';

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
  } else {
    yield* headerName(field, name);
  }
}

/** Envoy reads `%NAME%` in a value as a command, whose arguments may hold anything: `%START_TIME(%s)%`. */
const COMMAND = /%[A-Z][A-Z0-9_]*(\([^)]*\))?(:\d+)?%/g;

function* headerValue(field: string, value: string): Iterable<Problem> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Istio refuses
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    yield { field, message: `${JSON.stringify(value)} has control characters; remove them` };
  }
  if (value.replaceAll('%%', '').replace(COMMAND, '').includes('%')) {
    yield { field, message: `"${value}" has a single "%"; write "%%" for a percent sign` };
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
