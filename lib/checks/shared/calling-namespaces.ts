import { bindingsOf } from '../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { sidecarClients } from '../../istiod/sidecar-clients';
import { isDelegate, rootsOf } from '../../istiod/virtual-services/delegates';
import type { Destination } from '../../istiod/virtual-services/destinations';
import { isUsedBySidecar } from '../../istiod/virtual-services/match-scope';
import { isVisibleIn, virtualServiceVisibility } from '../../istiod/visibility';
import { memoized } from '../../manifests/collections';
import { fieldsOf, textsIn } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';

/** A mistake shows in the first few namespaces; to look at all of them for each route takes too long in a large mesh. */
const MOST_NAMESPACES = 3;

/** The first few namespaces with sidecars that call a host of a VirtualService, and so use the route of a destination. */
export function callingNamespaces(index: MeshIndex, destination: Destination): readonly string[] {
  const { virtualService, route } = destination;
  if (!index.view(bindingsOf)(virtualService).isForMesh) {
    return [];
  }
  const clients = index.view(sidecarClients);
  const roots = isDelegate(virtualService)
    ? (index.view(rootsOf).get(virtualService) ?? [])
    : [virtualService];
  return [...new Set(roots.flatMap(index.view(namespacesThatCall)))].filter((namespace) =>
    clients.get(namespace)?.some((workload) => isUsedBySidecar(route, workload)),
  );
}

/** The namespaces that see a VirtualService and a host of it; ask for them by `index.view(namespacesThatCall)`. */
function namespacesThatCall(index: MeshIndex): (virtualService: Manifest) => readonly string[] {
  const services = index.view(serviceRegistryOf);
  const first = [...index.view(sidecarClients).keys()].slice(0, MOST_NAMESPACES);
  return memoized(
    (virtualService) => virtualService,
    (virtualService) => {
      const { namespace, spec } = virtualService;
      const { isPublic, namespaces } = virtualServiceVisibility(index, virtualService);
      const hosts = textsIn(fieldsOf(spec).hosts).flatMap((host) =>
        services.named(fullHost(host, namespace)),
      );
      const seeing = isPublic ? [namespace, ...first] : [...namespaces].slice(0, MOST_NAMESPACES);
      return seeing.filter((one) => hosts.some(({ visibility }) => isVisibleIn(visibility, one)));
    },
  );
}
