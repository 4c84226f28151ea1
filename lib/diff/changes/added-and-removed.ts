import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { workloadsOf } from '../../istiod/workloads/workloads';
import { refTo } from '../../manifests/object-ref';
import type { MeshModel } from '../../routing';
import { nameOf } from '../../routing/words/describe-parts';
import { gatewayHosts } from '../requests/gateway-questions';
import { gatewaySources, proxyOf, schemesAt } from '../requests/gateway-sources';

/** What only one of two meshes has, in words. */
export function addedAndRemoved(
  old: MeshModel,
  next: MeshModel,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [before, after] = [placesOf(old), placesOf(next)];
  return {
    added: [...after].filter((place) => !before.has(place)).sort(),
    removed: [...before].filter((place) => !after.has(place)).sort(),
  };
}

/** The hosts that clients in the mesh can call: those of Services, and those that only a VirtualService has. */
function meshHosts(index: MeshIndex): readonly string[] {
  return [
    ...index.view(serviceRegistryOf).all.map(({ host }) => host),
    ...index
      .view(virtualServicesOf)
      .boundTo(MESH)
      .flatMap(({ hosts }) => hosts),
  ];
}

/** Where requests can go to and come from. */
function placesOf(model: MeshModel): ReadonlySet<string> {
  const { index } = model;
  const listeners = [...index.view(gatewaySources).values()].flatMap(({ from, namespace, name }) => {
    const proxy = proxyOf(model, from);
    return proxy.openPorts.flatMap((port) =>
      [...new Set(schemesAt(proxy, port))].map(
        (scheme) => `port ${port} (${scheme}) of gateway ${namespace}/${name}`,
      ),
    );
  });
  return new Set([
    ...listeners,
    ...gatewayHosts(index).map((host) => `host ${host} at gateways`),
    ...meshHosts(index).map((host) => `host ${host} in the mesh`),
    ...index.view(workloadsOf).all.map(({ manifest }) => nameOf(refTo(manifest))),
  ]);
}
