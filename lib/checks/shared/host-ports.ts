import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { memoized } from '../../manifests/collections';
import { fieldsOf, textsIn } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';

/**
 * The ports of the hosts of a VirtualService, none of them where the registry does not know every host; ask for them by
 * `index.view(hostPorts)`.
 */
export function hostPorts(index: MeshIndex): (virtualService: Manifest) => readonly MeshPort[] {
  const services = index.view(serviceRegistryOf);
  return memoized(
    (virtualService) => virtualService,
    ({ spec, namespace }) => {
      const hosts = textsIn(fieldsOf(spec).hosts).map((host) => services.named(fullHost(host, namespace)));
      const areKnown = hosts.every((definitions) => definitions.length > 0);
      return areKnown ? hosts.flat().flatMap(({ ports }) => ports) : [];
    },
  );
}
