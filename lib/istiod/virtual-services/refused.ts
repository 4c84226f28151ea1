import { fieldEntries, fieldsOf, optionalFields } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { isDelegate } from './is-delegate';
import { unreadableRegex } from './unreadable-regex';

/** The VirtualServices that admission refuses, so that istiod never gets them, and why; ask for them by `index.view(refusedVirtualServices)`. (M4) */
export function refusedVirtualServices(index: MeshIndex): ReadonlyMap<Manifest, string> {
  const refused = new Map<Manifest, string>();
  for (const manifest of index.all(VIRTUAL_SERVICE)) {
    const because = unreadableRegex(fieldsOf(manifest.spec)) ?? delegateThatDelegates(manifest);
    if (because !== undefined) {
      refused.set(manifest, because);
    }
  }
  return refused;
}

/** Delegation has one level. (C3) */
function delegateThatDelegates(manifest: Manifest): string | undefined {
  if (!isDelegate(manifest)) {
    return undefined;
  }
  for (const [i, { delegate }] of fieldEntries(fieldsOf(manifest.spec).http)) {
    if (optionalFields(delegate)) {
      return `spec.http[${i}].delegate is in a VirtualService without hosts, and a delegate cannot delegate`;
    }
  }
  return undefined;
}
