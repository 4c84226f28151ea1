import { fieldsOf } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { unreadableRegex } from './unreadable-regex';

/** The VirtualServices that admission refuses, so that istiod never gets them, and why; ask for them by `index.view(refusedVirtualServices)`. (M4) */
export function refusedVirtualServices(index: MeshIndex): ReadonlyMap<Manifest, string> {
  const refused = new Map<Manifest, string>();
  for (const manifest of index.all(VIRTUAL_SERVICE)) {
    const because = unreadableRegex(fieldsOf(manifest.spec));
    if (because !== undefined) {
      refused.set(manifest, because);
    }
  }
  return refused;
}
