import { namesOf } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { nearest } from '../../manifests/nearest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import type { NearMiss } from './near-miss';

/** The Service whose host may be meant by a host that no client knows, such as `ecko` for `echo`. */
export function* similarService(
  index: MeshIndex,
  hosts: readonly string[],
  namespace: string,
): Iterable<NearMiss> {
  const services = index.view(serviceRegistryOf);
  const isKnown = hosts.some(
    (host) => services.named(host).length > 0 || [...services.wildcardsOver(host)].length > 0,
  );
  if (!isKnown) {
    const names = services.all.flatMap(({ host, manifest }) =>
      namesOf(host, namespace).map((name) => [name, refTo(manifest)] as const),
    );
    yield* similarHost(hosts[0], new Map(names));
  }
}

/** The VirtualService for gateways whose host may be meant by a host that none has. */
export function* similarVirtualService(index: MeshIndex, host: string): Iterable<NearMiss> {
  const used = index
    .view(virtualServicesOf)
    .all.filter(({ gateways }) => gateways.some((name) => name !== MESH));
  const hosts = used.flatMap(({ hosts, ref }) => hosts.map((host) => [host, ref] as const));
  yield* similarHost(host.toLowerCase(), new Map(hosts));
}

function* similarHost(host = '', known: ReadonlyMap<string, ObjectRef>): Iterable<NearMiss> {
  const meant = nearest(host, known.keys());
  const object = meant === undefined ? undefined : known.get(meant);
  if (object) {
    yield { object, because: `has the host "${meant}", which may be meant` };
  }
}
