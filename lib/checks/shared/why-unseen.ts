import { listed, objectName } from '../../catalogue/words';
import type { SubsetView } from '../../istiod/destination-rules/subset-views';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { hasExportTo } from '../../istiod/visibility';

/** A subset that somebody defines, and that a client does not see. */
export type UnseenSubset = Exclude<SubsetView, { readonly is: 'seen' | 'undefined' }>;

/** Whether a subset is defined somewhere, but not where the client looks. */
export function isUnseen(view: SubsetView): view is UnseenSubset {
  return view.is !== 'seen' && view.is !== 'undefined';
}

/** Why a client does not see a subset of a host, and what to change. */
export function whySubsetUnseen({ mesh }: MeshIndex, view: UnseenSubset, host: string): string {
  const definedBy = objectName(view.definedBy);
  switch (view.is) {
    case 'other rule': {
      const [followed] = view.followed.from;
      const rule = followed ? objectName(followed) : 'another DestinationRule';
      return `for "${host}" it follows only ${rule}, and ${definedBy} defines the subset; define it in the rule that is followed`;
    }
    case 'hidden':
      return `${definedBy} defines it, but ${notExported(hasExportTo(view.definedBy), 'defaultDestinationRuleExportTo', mesh.defaultDestinationRuleExportTo)}`;
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
