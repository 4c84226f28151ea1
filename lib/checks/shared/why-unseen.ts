import { listed, objectName } from '../../catalogue/words';
import type { SubsetView, UnseenSubset } from '../../istiod/destination-rules/subset-views';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { hasExportTo } from '../../istiod/visibility';
import { selectorText } from '../../istiod/workloads/selectors';

/** Whether a subset is defined somewhere, but not where the client looks. */
export function isUnseen(view: SubsetView): view is UnseenSubset {
  return view.is !== 'seen' && view.is !== 'undefined';
}

/** Why a client does not see a subset, and what to change. */
export function whySubsetUnseen({ mesh }: MeshIndex, view: UnseenSubset): string {
  const { host, definedBy: rule } = view;
  const definedBy = objectName(rule);
  switch (view.is) {
    case 'other rule': {
      const [followed] = view.followed.from;
      const other = followed ? objectName(followed) : 'another DestinationRule';
      return `only ${other} applies there to "${host}", but ${definedBy} defines the subset; define the subset in the rule that applies`;
    }
    case 'hidden':
      return `${definedBy} defines it, but ${notExported(hasExportTo(rule), 'defaultDestinationRuleExportTo', mesh.defaultDestinationRuleExportTo)}`;
    case 'other clients': {
      const pods = Object.keys(view.labels).length > 0 ? `pods with "${selectorText(view.labels)}"` : 'pods';
      return `${definedBy} defines it, but has a workloadSelector, so the rule applies only to ${pods} in namespace "${rule.namespace}"; define the subset in a DestinationRule without workloadSelector`;
    }
    case 'other name':
      return `${definedBy} defines it for "${view.name}", which is another name of "${host}", and proxies follow only the rules for "${host}"; define the subset for "${host}"`;
    case 'elsewhere':
      return `${definedBy} defines it, but clients follow only rules in their own namespace, in the root namespace and in namespace "${view.home}", which defines the host; define the subset in namespace "${view.home}"`;
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
