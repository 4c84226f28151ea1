import type { ObjectRef } from './result';

/** An object by its names alone. */
export function refTo({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name };
}
