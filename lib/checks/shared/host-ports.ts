import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort } from '../../istiod/registry/mesh-service';
import { isHttp } from '../../istiod/registry/protocol';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { memoized } from '../../manifests/collections';
import { type Fields, fieldsOf, objectsIn, textsIn } from '../../manifests/fields';
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

/** The ports that clients call by HTTP when they take a route. (I2) */
export function calledPorts(route: Fields, ports: readonly MeshPort[]): readonly number[] {
  const spoken = ports.filter(({ protocol }) => protocol === undefined || isHttp(protocol));
  const called = [...new Set(spoken.map(({ number }) => number))];
  const wanted = objectsIn(route.match).map(({ port }) => port);
  return wanted.length === 0 || wanted.includes(undefined)
    ? called
    : called.filter((port) => wanted.includes(port));
}
