import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpHeaders,
} from '../../../imports/networking.istio.io';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { REFUSED, UNUSABLE_VALUE } from '../problem-types';
import { headerNameProblems, headerValueProblems } from '../values/header-names';

/** Operations on the headers of requests and responses. */
export function* validateHeaders(
  field: FieldPath,
  headers: VirtualServiceSpecHttpHeaders,
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
    const message = `"${name}" cannot be changed here; rewrite the authority, or set it on the request`;
    yield { field, message };
  } else {
    yield* withType(name === '' ? REFUSED : UNUSABLE_VALUE, headerNameProblems(field, name));
  }
}

/** The Host header can be rewritten once. Of several values, Envoy would use one without a warning. */
export function* validateRewrittenAuthority(
  field: FieldPath,
  route: VirtualServiceSpecHttp,
): Iterable<Problem> {
  const { set = {}, add = {} } = route.headers?.request ?? {};
  const headersIn = (operation: string, headers: Readonly<Record<string, string>>) =>
    Object.entries(headers)
      .filter(([name, value]) => isAuthority(name) && value !== '')
      .map(([name]) => ['headers', 'request', operation, name]);
  const [first, second] = [
    ...(route.rewrite?.authority ? [['rewrite', 'authority']] : []),
    ...headersIn('set', set),
    ...headersIn('add', add),
  ];
  if (first && second) {
    const message = `changes the host, which ${fieldText(first)} also changes; keep one of them`;
    yield { field: [...field, ...second], message };
  }
}
