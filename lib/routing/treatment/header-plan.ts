import { type Fields, fieldsOf, optionalFields, textsIn } from '../../manifests/fields';
import { onTheWire } from '../request/on-the-wire';
import type { HttpRequest } from '../request/request';
import type { HeaderOperation } from '../result';

/** What a `headers` field does to requests and responses. (F8) */
export interface HeaderPlan {
  readonly request: readonly HeaderOperation[];
  readonly response: readonly HeaderOperation[];
  /** The authority to send, if an operation sets the Host header. (F6) */
  readonly authority: string | undefined;
}

const ORDER = ['remove', 'set', 'add'] as const;

const NO_HEADERS: HeaderPlan = { request: [], response: [], authority: undefined };

export function headerPlan(headers: unknown): HeaderPlan {
  if (!optionalFields(headers)) {
    return NO_HEADERS;
  }
  const { request, response } = fieldsOf(headers);
  const { set, add } = fieldsOf(request);
  return {
    request: operationsIn(fieldsOf(request)),
    response: operationsIn(fieldsOf(response)),
    authority: authorityIn(add) ?? authorityIn(set),
  };
}

/** Envoy removes, then sets, then adds, in whatever order the operations are written. (F8) */
function operationsIn({ remove, set, add }: Fields): HeaderOperation[] {
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

/** Istio drops operations on headers that Envoy protects. */
function isOrdinary(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

function authorityIn(map: unknown): string | undefined {
  const entry = Object.entries(fieldsOf(map)).find(
    ([name]) => name === ':authority' || name.toLowerCase() === 'host',
  );
  return typeof entry?.[1] === 'string' ? onTheWire(entry[1]) : undefined;
}

/** The headers of a request after the operations of one level. Envoy does not set or add empty values. (F8) */
export function withHeaders(
  headers: HttpRequest['headers'],
  operations: readonly HeaderOperation[],
): HttpRequest['headers'] {
  if (operations.length === 0) {
    return headers;
  }
  const changed = new Map(headers);
  for (const step of ORDER) {
    for (const { do: operation, name, value = '' } of operations) {
      const key = name.toLowerCase();
      if (operation === step && step === 'remove') {
        changed.delete(key);
      } else if (operation === step && value !== '') {
        const known = changed.get(key);
        changed.set(key, step === 'add' && known !== undefined ? `${known},${value}` : value);
      }
    }
  }
  return changed;
}
