import { listed, objectName } from '../catalogue/words';
import type { SubsetView, UnseenSubset } from './destination-rules/subset-views';
import type { MeshIndex } from './mesh-index';
import type { MeshService } from './registry/mesh-service';
import { hasExportTo } from './visibility';
import { selectorText } from './workloads/selectors';

/** Whether a subset is defined somewhere, but not where the client looks. */
export function isUnseen(view: SubsetView): view is UnseenSubset {
  return view.is !== 'seen' && view.is !== 'undefined';
}

/** Why a client does not see a subset, and what to change. */
export function whySubsetUnseen(index: MeshIndex, view: UnseenSubset): string {
  return `${objectName(view.definedBy)} defines it, but ${whyNotFollowed(index, view)}`;
}

/** Why a client does not follow the DestinationRule that defines a subset, and what to change. */
export function whyNotFollowed({ mesh }: MeshIndex, view: UnseenSubset): string {
  const { host, definedBy: rule } = view;
  switch (view.is) {
    case 'other rule': {
      const [followed] = view.followed.from;
      const other = followed ? objectName(followed) : 'another DestinationRule';
      return `only ${other} applies there to "${host}"; define the subset in the rule that applies`;
    }
    case 'hidden':
      return notExported(
        hasExportTo(rule),
        'defaultDestinationRuleExportTo',
        mesh.defaultDestinationRuleExportTo,
      );
    case 'other clients': {
      const pods = Object.keys(view.labels).length > 0 ? `pods with "${selectorText(view.labels)}"` : 'pods';
      return `has a workloadSelector, so the rule applies only to ${pods} in namespace "${rule.namespace}"; define the subset in a DestinationRule without workloadSelector`;
    }
    case 'other name':
      return `only for "${view.name}", which is another name of "${host}", and proxies follow only the rules for "${host}"; define the subset for "${host}"`;
    case 'elsewhere':
      return `clients follow only rules in their own namespace, in the root namespace and in namespace "${view.home}", which defines the host; define the subset in namespace "${view.home}"`;
  }
}

/** Why a client does not see a host, and what to change. */
export function whyHostUnseen({ mesh }: MeshIndex, { manifest, exportTo }: MeshService): string {
  return `${objectName(manifest)} defines it, but ${notExported(exportTo.length > 0, 'defaultServiceExportTo', mesh.defaultServiceExportTo)}`;
}

function notExported(hasOwn: boolean, setting: string, meshDefault: readonly string[]): string {
  return hasOwn
    ? 'is not exported to that namespace; export it there'
    : `is not exported to that namespace, because it does not say to which namespaces and ${setting} of the mesh is ${listed(meshDefault)}; export it there`;
}
