import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
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
  return memoized(
    (virtualService) => virtualService,
    (virtualService) => {
      const hosts = definitionsOfHosts(index, virtualService);
      const areKnown = hosts.every((definitions) => definitions.length > 0);
      return areKnown ? hosts.flat().flatMap(({ ports }) => ports) : [];
    },
  );
}

/** The ports of those hosts of a VirtualService that the registry knows; ask for them by `index.view(portsOfKnownHosts)`. */
export function portsOfKnownHosts(index: MeshIndex): (virtualService: Manifest) => readonly MeshPort[] {
  return (virtualService) =>
    definitionsOfHosts(index, virtualService)
      .flat()
      .flatMap(({ ports }) => ports);
}

/** For each host of a VirtualService, what the registry knows under this name. */
function definitionsOfHosts(index: MeshIndex, { spec, namespace }: Manifest): (readonly MeshService[])[] {
  const services = index.view(serviceRegistryOf);
  return textsIn(fieldsOf(spec).hosts).map((host) => services.named(fullHost(host, namespace)));
}

/** The port on which sidecars also have routes for hosts that the registry does not know. (I2) */
const PORT_WITHOUT_SERVICES = 80;

/**
 * The ports on which sidecars have routes for the hosts of a VirtualService that the registry does not know; ask for them by
 * `index.view(portsOfUnknownHosts)`. A wildcard may stand for known hosts. (I2)
 */
export function portsOfUnknownHosts(index: MeshIndex): (virtualService: Manifest) => readonly number[] {
  const services = index.view(serviceRegistryOf);
  const isUnknown = (host: string) =>
    !host.startsWith('*') && services.named(host).length === 0 && isEmpty(services.wildcardsOver(host));
  return ({ spec, namespace }) =>
    textsIn(fieldsOf(spec).hosts).some((host) => isUnknown(fullHost(host, namespace)))
      ? [PORT_WITHOUT_SERVICES]
      : [];
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) {
    return false;
  }
  return true;
}

/** The ports that clients call by HTTP when they take a route. (I2) */
export function calledPorts(route: Fields, ports: readonly MeshPort[]): readonly number[] {
  const spoken = ports.filter(speaksHttp);
  return matchedPorts(route, [...new Set(spoken.map(({ number }) => number))]);
}

/** Those of some ports for which a route is. */
export function matchedPorts(route: Fields, ports: readonly number[]): readonly number[] {
  const wanted = objectsIn(route.match).map(({ port }) => port);
  return wanted.length === 0 || wanted.includes(undefined)
    ? ports
    : ports.filter((port) => wanted.includes(port));
}

function speaksHttp({ protocol }: Pick<MeshPort, 'protocol'>): boolean {
  return protocol === undefined || isHttp(protocol);
}
