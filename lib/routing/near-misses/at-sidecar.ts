import type { MeshIndex } from '../../istiod/mesh-index';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { listenerFor } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../istiod/visibility';
import { refTo } from '../../manifests/object-ref';
import type { SidecarProxy } from '../listener/sidecar';
import { droppedRoutes } from './dropped-routes';
import type { NearMiss } from './near-miss';

/** Why a sidecar does not route a request by a VirtualService that has its host. (B1, B2, I3) */
export function* whyNotInMesh(
  index: MeshIndex,
  { client, scope }: SidecarProxy,
  port: number,
  virtualService: VirtualService,
): Iterable<string> {
  const { namespace } = client.workload;
  if (!virtualService.gateways.includes(MESH)) {
    yield 'names only Gateways in "gateways", so it is not for sidecars; add "mesh"';
  } else if (!isVisibleIn(virtualService.visibility, namespace)) {
    yield `is not exported to namespace "${namespace}" of the client`;
  } else if (!listenerFor(scope, port)?.virtualServices.includes(virtualService)) {
    yield `is not among the hosts that ${sidecarOf(scope)} imports for this port`;
  } else {
    yield* droppedRoutes(index, virtualService);
  }
}

/** The Services that have the host that a request is for, and that its sidecar does not know on its port. (I2, I5) */
export function* unknownServices(
  index: MeshIndex,
  { client, scope }: SidecarProxy,
  hosts: readonly string[],
  port: number,
): Iterable<NearMiss> {
  const services = index.view(serviceRegistryOf);
  const { namespace } = client.workload;
  for (const service of hosts.flatMap((host) => services.named(host))) {
    if (
      !listenerFor(scope, port)
        ?.services.get(service.host)
        ?.ports.some(({ number }) => number === port)
    ) {
      yield {
        object: refTo(service.manifest),
        because: whyUnknown(service, namespace, port, sidecarOf(scope)),
      };
    }
  }
}

function whyUnknown(service: MeshService, namespace: string, port: number, sidecar: string): string {
  if (!portOf(service, port)) {
    const ports = service.ports.map(({ number }) => number);
    return `has no port ${port}; ${ports.length > 0 ? `it has ${ports.join(', ')}` : 'it declares no ports'}`;
  }
  return isVisibleIn(service.visibility, namespace)
    ? `is not among the hosts that ${sidecar} imports for this port`
    : `is not exported to namespace "${namespace}" of the client`;
}

function sidecarOf({ sidecar }: SidecarProxy['scope']): string {
  return sidecar ? `Sidecar "${sidecar.namespace}/${sidecar.name}"` : 'the sidecar';
}
