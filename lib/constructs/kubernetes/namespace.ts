import { NAMESPACE } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import type { NamespaceLike } from '../references';
import type { Rendering } from '../rendering';
import { acceptsKind } from './objects';

/** The name of a namespace. It refuses an object of another kind. */
export function namespaceName(namespace: NamespaceLike, rendering: Rendering, field: FieldPath): string {
  if (typeof namespace === 'string') {
    return namespace;
  }
  if ('namespaceName' in namespace) {
    return namespace.namespaceName;
  }
  acceptsKind(NAMESPACE, namespace, rendering, field);
  return namespace.name;
}
