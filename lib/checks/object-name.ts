import { fullName } from './words';

/** How messages name an object of another kind: `Deployment "namespace/name"`. */
export function objectName(object: { kind: string; namespace: string; name: string }): string {
  return `${object.kind} "${fullName(object)}"`;
}
