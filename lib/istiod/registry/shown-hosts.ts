import type { MeshIndex } from '../mesh-index';
import { isOfProfile } from '../profile/installed-profile';
import { serviceRegistryOf } from './service-registry';

/**
 * Whether the manifests show hosts of a namespace, so that one which is missing there is probably a mistake. The default profile
 * has hosts of its own.
 */
export function showsHostsOf(index: MeshIndex, namespace: string): boolean {
  return (
    namespace !== index.mesh.rootNamespace &&
    index
      .view(serviceRegistryOf)
      .in(namespace)
      .some(({ manifest }) => !isOfProfile(manifest))
  );
}
