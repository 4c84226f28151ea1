import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { hasExportTo, isVisibleIn, virtualServiceVisibility } from '../../../istiod/visibility';
import type { Workload } from '../../../istiod/workloads/workloads';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Our own: the namespace of the gateway's pods counts, not the namespace of the Gateway. */
export const IST9202 = {
  code: 'IST9202',
  name: 'VirtualServiceHiddenFromGateway',
  level: 'Warning',
  summary:
    'A VirtualService is not exported to the namespace of the pods of its Gateway, or of some of them.',
  texts: {
    exportTo: (pods: string, gateway: string, namespaces: readonly string[]) =>
      `${pods} of Gateway "${gateway}" are in namespace ${listed(namespaces)}, to which the VirtualService is not exported, so they ignore it; add their namespace`,
    meshDefault: (
      pods: string,
      gateway: string,
      namespaces: readonly string[],
      meshDefault: readonly string[],
    ) =>
      `${pods} of Gateway "${gateway}" are in namespace ${listed(namespaces)}, to which the VirtualService is not exported, so they ignore it: it has no exportTo, and defaultVirtualServiceExportTo of the mesh is ${listed(meshDefault)}; add spec.exportTo with their namespace`,
  },
} as const satisfies MessageType;

/** A gateway sees the VirtualServices that are exported to the namespace of its pods. (B2) */
export const hiddenVirtualServices: Rule = {
  name: 'hidden-virtual-services',
  reports: [IST9202],
  *check(index) {
    const bindings = index.view(bindingsOf);
    const meshDefault = index.mesh.defaultVirtualServiceExportTo;
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const visibility = virtualServiceVisibility(index, object);
      if (visibility.isPublic || isDelegate(object)) {
        continue;
      }
      const isBlind = ({ namespace }: Workload) => !isVisibleIn(visibility, namespace);
      const { gateways } = bindings(object);
      const hiddenFrom =
        gateways.find(({ pods }) => pods.length > 0 && pods.every(isBlind)) ??
        gateways.find(({ pods }) => pods.some(isBlind));
      if (hiddenFrom) {
        const gateway = fullName(hiddenFrom.manifest);
        const namespaces = firstFew(
          new Set(hiddenFrom.pods.filter(isBlind).map(({ namespace }) => namespace)),
        );
        const pods = hiddenFrom.pods.every(isBlind) ? 'the pods' : 'some pods';
        yield {
          type: IST9202,
          object,
          ...(hasExportTo(object)
            ? { field: ['spec', 'exportTo'], text: IST9202.texts.exportTo(pods, gateway, namespaces) }
            : { field: ['spec'], text: IST9202.texts.meshDefault(pods, gateway, namespaces, meshDefault) }),
        };
      }
    }
  },
};
