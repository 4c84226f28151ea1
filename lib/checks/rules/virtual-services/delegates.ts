import { isDnsLabel, isKubernetesName } from '../../../admission/values/values';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import {
  type DelegateReference,
  delegateOf,
  delegationTo,
  isDelegate,
} from '../../../istiod/virtual-services/delegates';
import { fieldEntries, fieldsOf } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Our own: a delegation that leads nowhere costs just this route, and is never mentioned. */
export const IST9206 = {
  code: 'IST9206',
  name: 'DelegateIneffective',
  level: 'Warning',
  summary: 'A route delegates to a VirtualService that cannot take it, and istiod drops the route.',
  texts: {
    missing: (name: string) =>
      `"${name}" is no VirtualService, so that istiod drops this route; create it, or correct name and namespace`,
    hasHosts: (name: string) =>
      `VirtualService "${name}" has hosts of its own, so that istiod drops this route; remove spec.hosts there`,
    hidden: (name: string, namespace: string) =>
      `VirtualService "${name}" is not exported to namespace "${namespace}", so that istiod drops this route; add it to spec.exportTo there`,
  },
} as const satisfies MessageType;

/** A route that delegates to nobody who can take it is lost, and only that route. (C3) */
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
  const { missing, hasHosts, hidden } = IST9206.texts;
  switch (delegationTo(index, reference, namespace).is) {
    case 'missing':
      return canBeMissing(index, reference) ? missing(name) : undefined;
    case 'root':
      return hasHosts(name);
    case 'hidden':
      return hidden(name, namespace);
    default:
      return undefined;
  }
}

/** Admission reports what cannot be a name, and an object that cannot be read may be the delegate. */
function canBeMissing(index: MeshIndex, { namespace, name }: DelegateReference): boolean {
  return isKubernetesName(name) && isDnsLabel(namespace) && !index.has(VIRTUAL_SERVICE, namespace, name);
}
