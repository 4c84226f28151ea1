import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { isDelegate } from '../../../istiod/virtual-services/delegates';
import { isVisibleIn, virtualServiceVisibility } from '../../../istiod/visibility';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Our own: what counts is the namespace of the gateway's pods, not of the Gateway. */
export const IST9202 = {
  code: 'IST9202',
  name: 'VirtualServiceHiddenFromGateway',
  level: 'Warning',
  summary: 'A VirtualService is bound to a Gateway whose pods are in a namespace that it is not exported to.',
  texts: {
    exportTo: (gateway: string, namespaces: readonly string[]) =>
      `the pods of Gateway "${gateway}" are in namespace ${listed(namespaces)}, which this is not exported to, so that they ignore the VirtualService; add their namespace`,
    meshDefault: (gateway: string, namespaces: readonly string[], meshDefault: readonly string[]) =>
      `the pods of Gateway "${gateway}" are in namespace ${listed(namespaces)}, but the VirtualService has no exportTo and defaultVirtualServiceExportTo of the mesh is ${listed(meshDefault)}, so that they ignore it; add spec.exportTo with their namespace`,
  },
} as const satisfies MessageType;

/** A gateway sees what is exported to the namespace of its pods, wherever its Gateway object is. (B2) */
export const hiddenVirtualServices: Rule = {
  name: 'hidden-virtual-services',
  reports: [IST9202],
  *check(index) {
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const visibility = virtualServiceVisibility(index, object);
      if (visibility.isPublic || isDelegate(object)) {
        continue;
      }
      const hiddenFrom = bindings(object).gateways.find(
        ({ pods }) => pods.length > 0 && !pods.some((pod) => isVisibleIn(visibility, pod.namespace)),
      );
      if (hiddenFrom) {
        const namespaces = firstFew(new Set(hiddenFrom.pods.map(({ namespace }) => namespace)));
        const gateway = fullName(hiddenFrom.manifest);
        yield textEntries(fieldsOf(object.spec).exportTo).length > 0
          ? {
              type: IST9202,
              object,
              field: ['spec', 'exportTo'],
              text: IST9202.texts.exportTo(gateway, namespaces),
            }
          : {
              type: IST9202,
              object,
              field: ['spec'],
              text: IST9202.texts.meshDefault(gateway, namespaces, index.mesh.defaultVirtualServiceExportTo),
            };
      }
    }
  },
};
