import { type Fields, fieldsOf, optionalFields, textsIn } from '../../manifests/fields';
import type { HttpRequest } from '../request/request';
import type { HeaderOperation } from '../result';

/** What a `headers` block does to requests, to responses, and to the Host. (F8) */
export interface HeaderPlan {
  readonly request: readonly HeaderOperation[];
  readonly response: readonly HeaderOperation[];
  /** The Host to send, where the request's is set. (F6) */
  readonly authority: string | undefined;
}

const ORDER = ['remove', 'set', 'add'] as const;

export const NO_HEADERS: HeaderPlan = { request: [], response: [], authority: undefined };

export function headerPlan(headers: unknown): HeaderPlan {
  if (!optionalFields(headers)) {
    return NO_HEADERS;
  }
  const { request, response } = fieldsOf(headers);
  const { set, add } = fieldsOf(request);
  return {
    request: operations(fieldsOf(request)),
    response: operations(fieldsOf(response)),
    authority: authorityIn(add) ?? authorityIn(set),
  };
}

/** Removed first, then set, then added, whatever the order they are written in. (F8) */
function operations({ remove, set, add }: Fields): HeaderOperation[] {
  return [
    ...textsIn(remove)
      .filter(isOrdinary)
      .map((name) => ({ do: 'remove', name }) as const),
    ...values(set).map(([name, value]) => ({ do: 'set', name, value }) as const),
    ...values(add).map(([name, value]) => ({ do: 'add', name, value }) as const),
  ];
}

function values(map: unknown): [string, string][] {
  return Object.entries(fieldsOf(map)).flatMap(([name, value]) =>
    isOrdinary(name) && typeof value === 'string' ? [[name, value]] : [],
  );
}

/** Istio leaves alone what Envoy keeps for itself. */
function isOrdinary(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

function authorityIn(map: unknown): string | undefined {
  const entry = Object.entries(fieldsOf(map)).find(
    ([name]) => name === ':authority' || name.toLowerCase() === 'host',
  );
  return typeof entry?.[1] === 'string' ? entry[1] : undefined;
}

/**
 * The headers of a request after one level's operations: all that remove, then all that set, then all that add. Envoy
 * sets and adds no empty values. (F8)
 */
export function withHeaders(
  headers: HttpRequest['headers'],
  operationsOfLevel: readonly HeaderOperation[],
): HttpRequest['headers'] {
  if (operationsOfLevel.length === 0) {
    return headers;
  }
  const changed = new Map(headers);
  for (const what of ORDER) {
    for (const { do: its, name, value = '' } of operationsOfLevel) {
      const key = name.toLowerCase();
      const known = changed.get(key);
      if (its !== what) {
        continue;
      }
      if (what === 'remove') {
        changed.delete(key);
      } else if (value !== '') {
        changed.set(key, what === 'add' && known !== undefined ? `${known},${value}` : value);
      }
    }
  }
  return changed;
}
