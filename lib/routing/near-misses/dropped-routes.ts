import type { MeshIndex } from '../../istiod/mesh-index';
import { type Delegation, delegateOf, delegationTo } from '../../istiod/virtual-services/delegates';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';

/** The routes of a VirtualService that istiod drops because of their delegates, each with the reason. (C3, C4) */
export function* droppedRoutes(index: MeshIndex, virtualService: VirtualService): Iterable<string> {
  const { namespace, name } = virtualService.ref;
  const manifest = index.get(VIRTUAL_SERVICE, namespace, name);
  for (const [at, route] of objectsIn(fieldsOf(manifest?.spec).http).entries()) {
    const reference = delegateOf(route, namespace);
    if (!reference) {
      continue;
    }
    const to = `delegates http[${at}] to VirtualService "${reference.namespace}/${reference.name}"`;
    const delegation = delegationTo(index, reference, namespace);
    if (delegation.is !== 'delegate') {
      yield `${to}, which ${WHY_NOT_USED[delegation.is]}; istiod drops the route`;
      continue;
    }
    const kept = new Set(
      virtualService.http.flatMap(({ index: root, delegateIndex }) => (root === at ? [delegateIndex] : [])),
    );
    for (const place of objectsIn(fieldsOf(delegation.delegate.spec).http).keys()) {
      if (!kept.has(place)) {
        yield `${to}, whose route http[${place}] istiod drops, because its match is not within the match of http[${at}]`;
      }
    }
  }
}

const WHY_NOT_USED: Readonly<Record<Exclude<Delegation['is'], 'delegate'>, string>> = {
  missing: 'does not exist',
  refused: "istiod's webhook refuses",
  root: 'has hosts, so it is not a delegate',
  hidden: 'is not exported to the namespace of the root',
};
