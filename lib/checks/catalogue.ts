import type { MessageType } from './message';

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  level: 'Error',
  summary: 'An object names another one that does not exist.',
} as const satisfies MessageType;

/** Istio's SchemaValidationError: refused by the schema, its CEL rules or by istiod's webhook. */
export const IST0106 = {
  code: 'IST0106',
  name: 'SchemaValidationError',
  level: 'Error',
  summary: 'The API server or istiod refuses the object.',
} as const satisfies MessageType;

/** Our own: Kubernetes drops such fields in silence, unless `kubectl` is asked to be strict. */
export const IST9001 = {
  code: 'IST9001',
  name: 'UnknownField',
  level: 'Warning',
  summary: 'The schema knows no such field, and the API server drops it.',
} as const satisfies MessageType;
