import { groupedBy } from '../../manifests/collections';
import { fieldEntries, fieldsOf } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { delegateOf, delegationTo } from './delegates';
import { type HttpEntry, type VirtualService, virtualServicesOf } from './virtual-services';

/** A delegate's routes as istiod merges them into a VirtualService that refers to the delegate. (C3) */
export interface Delegated {
  readonly root: VirtualService;
  /** Without the routes that istiod drops, because a match conflicts with the root's. (C4) */
  readonly entries: readonly HttpEntry[];
}

/** What istiod makes of each delegate's routes, root by root; ask for it by `index.view(delegatedRoutes)`. */
export function delegatedRoutes(index: MeshIndex): ReadonlyMap<Manifest, readonly Delegated[]> {
  const found = index.view(virtualServicesOf).all.flatMap((root) =>
    [...delegatesOf(index, root)].map((delegate) => ({
      delegate,
      delegated: { root, entries: root.http.filter((entry) => entry.delegate === delegate) },
    })),
  );
  const groups = groupedBy(found, ({ delegate }) => delegate);
  return new Map(
    [...groups].map(([delegate, group]) => [delegate, group.map(({ delegated }) => delegated)] as const),
  );
}

function delegatesOf(index: MeshIndex, { ref, namespace }: VirtualService): Set<Manifest> {
  const root = index.get(VIRTUAL_SERVICE, namespace, ref.name);
  const delegates = new Set<Manifest>();
  for (const [, route] of fieldEntries(fieldsOf(root?.spec).http)) {
    const reference = delegateOf(route, namespace);
    const delegation = reference && delegationTo(index, reference, namespace);
    if (delegation?.is === 'delegate') {
      delegates.add(delegation.delegate);
    }
  }
  return delegates;
}
