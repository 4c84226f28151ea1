import { isRecord, manifestOf } from './manifest';
import { isList } from './read-yaml';

/** Why something is not an object of Kubernetes, or a list of them; undefined if it is one. */
export function whyNoObject(value: unknown): string | undefined {
  if (!isRecord(value)) {
    return `is ${Array.isArray(value) ? 'a list' : String(value)}; use an object`;
  }
  return manifestOf(value) || isList(value)
    ? undefined
    : 'is not a Kubernetes object; an object has an apiVersion and a kind';
}
