import { type Fields, fieldEntries, fieldsOf, optionalFields, textOrEmpty } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { isVisibleIn, virtualServiceVisibility } from '../visibility';
import { isDelegate } from './is-delegate';
import { refusedVirtualServices } from './refused';

/** The VirtualService that a route delegates to. */
export interface DelegateReference {
  readonly namespace: string;
  readonly name: string;
}

/** What istiod makes of a reference to a delegate; without a delegate it drops the route. (C3) */
export type Delegation =
  | { readonly is: 'delegate'; readonly delegate: Manifest }
  /** istiod reads no VirtualService of the name. */
  | { readonly is: 'missing' }
  /** Admission refuses the VirtualService. */
  | { readonly is: 'refused' }
  /** The VirtualService routes hosts of its own. */
  | { readonly is: 'root' }
  /** The delegate is not exported to the namespace of the root. */
  | { readonly is: 'hidden'; readonly delegate: Manifest };

/** The reference of a route of a VirtualService in `namespace`; undefined where the route does not delegate. */
export function delegateOf(route: Fields, namespace: string): DelegateReference | undefined {
  const delegate = optionalFields(route.delegate);
  return (
    delegate && {
      namespace: textOrEmpty(delegate.namespace) || namespace,
      name: textOrEmpty(delegate.name),
    }
  );
}

/** What a reference in a VirtualService of `rootNamespace` leads to. (C3) */
export function delegationTo(
  index: MeshIndex,
  { namespace, name }: DelegateReference,
  rootNamespace: string,
): Delegation {
  const delegate = index.get(VIRTUAL_SERVICE, namespace, name);
  if (!delegate) {
    return { is: 'missing' };
  }
  if (index.view(refusedVirtualServices).has(delegate)) {
    return { is: 'refused' };
  }
  if (!isDelegate(delegate)) {
    return { is: 'root' };
  }
  return isVisibleIn(virtualServiceVisibility(index, delegate), rootNamespace)
    ? { is: 'delegate', delegate }
    : { is: 'hidden', delegate };
}

/** The VirtualServices that refer to a delegate; ask for them by `index.view(rootsOf)`. */
export function rootsOf(index: MeshIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const roots = new Map<Manifest, Manifest[]>();
  for (const root of index.all(VIRTUAL_SERVICE)) {
    for (const [, route] of fieldEntries(fieldsOf(root.spec).http)) {
      const reference = delegateOf(route, root.namespace);
      const delegate = reference && index.get(VIRTUAL_SERVICE, reference.namespace, reference.name);
      if (delegate) {
        const known = roots.get(delegate) ?? [];
        known.push(root);
        roots.set(delegate, known);
      }
    }
  }
  return roots;
}
