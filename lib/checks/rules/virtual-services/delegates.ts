import { isDnsLabel, isKubernetesName } from '../../../admission/values/names';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, listed } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { whyUnread } from '../../../istiod/revision';
import { type DelegateReference, delegateOf, delegationTo } from '../../../istiod/virtual-services/delegates';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { hasExportTo } from '../../../istiod/visibility';
import { fieldEntries, fieldsOf } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Our own: Istio says nothing of a delegation that leads nowhere. */
export const IST9206 = {
  code: 'IST9206',
  name: 'DelegateIneffective',
  level: 'Warning',
  summary:
    'A route delegates to a VirtualService that istiod cannot use as a delegate, so istiod drops the route.',
  texts: {
    missing: (name: string) =>
      `VirtualService "${name}" does not exist, so istiod drops this route; create it, or correct the name and the namespace`,
    unread: (whyUnread: string) => `istiod drops this route: ${whyUnread}`,
    hasHosts: (name: string) =>
      `VirtualService "${name}" has hosts of its own, so istiod drops this route; remove spec.hosts there`,
    hidden: (name: string, namespace: string) =>
      `VirtualService "${name}" is not exported to namespace "${namespace}", so istiod drops this route; add the namespace to spec.exportTo there`,
    hiddenByDefault: (name: string, namespace: string, meshDefault: readonly string[]) =>
      `VirtualService "${name}" is not exported to namespace "${namespace}", so istiod drops this route: it has no spec.exportTo, and the mesh's defaultVirtualServiceExportTo is ${listed(meshDefault)}; add spec.exportTo with the namespace there`,
  },
} as const satisfies MessageType;

/** A delegation that leads nowhere costs its route, and no other route of the VirtualService. (C3) */
export const delegates: Rule = {
  name: 'delegates',
  reports: [IST9206],
  *check(index) {
    for (const object of index.all(VIRTUAL_SERVICE)) {
      for (const [i, route] of isDelegate(object) ? [] : fieldEntries(fieldsOf(object.spec).http)) {
        const reference = delegateOf(route, object.namespace);
        const text = reference && problemOf(index, reference, object.namespace);
        if (text) {
          yield { type: IST9206, object, field: ['spec', 'http', i, 'delegate'], text };
        }
      }
    }
  },
};

function problemOf(index: MeshIndex, reference: DelegateReference, namespace: string): string | undefined {
  const name = fullName(reference);
  const { missing, unread, hasHosts, hidden, hiddenByDefault } = IST9206.texts;
  const delegation = delegationTo(index, reference, namespace);
  switch (delegation.is) {
    case 'missing': {
      const ofOtherRevision = index.unread.get(VIRTUAL_SERVICE, reference.namespace, reference.name);
      return ofOtherRevision
        ? unread(whyUnread(ofOtherRevision))
        : canBeMissing(index, reference)
          ? missing(name)
          : undefined;
    }
    case 'root':
      return hasHosts(name);
    case 'hidden':
      return hasExportTo(delegation.delegate)
        ? hidden(name, namespace)
        : hiddenByDefault(name, namespace, index.mesh.defaultVirtualServiceExportTo);
    default:
      return undefined;
  }
}

/** Admission reports what cannot be a name, and an object whose fields are not known may be the delegate. */
function canBeMissing(index: MeshIndex, { namespace, name }: DelegateReference): boolean {
  return isKubernetesName(name) && isDnsLabel(namespace) && !index.has(VIRTUAL_SERVICE, namespace, name);
}
