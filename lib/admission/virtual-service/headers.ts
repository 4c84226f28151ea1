import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpHeaders,
} from '../../../imports/networking.istio.io';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { UNUSABLE_VALUE } from '../problem-types';
import { headerValueProblems } from '../values/header-value';
import { headerNameProblems } from '../values/values';

/** Operations on the headers of requests and responses. */
export function* validateHeaders(
  field: FieldPath,
  headers: VirtualServiceSpecHttpHeaders = {},
): Iterable<Problem> {
  for (const direction of ['request', 'response'] as const) {
    for (const operation of ['set', 'add'] as const) {
      for (const [name, value] of Object.entries(headers[direction]?.[operation] ?? {})) {
        const at = [...field, direction, operation, name];
        if (direction === 'response' || !isAuthority(name)) {
          yield* unchangeableHeaderProblems(at, name);
        }
        yield* headerValueProblems(at, value);
      }
    }
    for (const [i, name] of (headers[direction]?.remove ?? []).entries()) {
      yield* unchangeableHeaderProblems([...field, direction, 'remove', i], name);
    }
  }
}

function isAuthority(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}

function* unchangeableHeaderProblems(field: FieldPath, name: string): Iterable<Problem> {
  if (name.startsWith(':') || isAuthority(name)) {
    yield {
      field,
      message: `"${name}" cannot be changed here; rewrite the authority, or set it on the request`,
    };
  } else if (name === '') {
    yield* headerNameProblems(field, name);
  } else {
    yield* withType(UNUSABLE_VALUE, headerNameProblems(field, name));
  }
}

/** The Host header can be rewritten once; Envoy would take one of several in silence. */
export function* validateRewrittenAuthority(
  field: FieldPath,
  route: VirtualServiceSpecHttp,
): Iterable<Problem> {
  const { set = {}, add = {} } = route.headers?.request ?? {};
  const [first, second] = [
    ...(route.rewrite?.authority ? [['rewrite', 'authority']] : []),
    ...Object.keys(set)
      .filter(isAuthority)
      .map((name) => ['headers', 'request', 'set', name]),
    ...Object.keys(add)
      .filter(isAuthority)
      .map((name) => ['headers', 'request', 'add', name]),
  ];
  if (first && second) {
    const message = `changes the host that ${fieldText(first)} changes; keep one of them`;
    yield { field: [...field, ...second], message };
  }
}
