import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed, objectName } from '../../../catalogue/words';
import { bindingsOf, isUsedAt } from '../../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { meshServicesOf } from '../../../istiod/registry/mesh-services';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/destinations';
import { isVisibleIn } from '../../../istiod/visibility';
import type { FieldPath } from '../../../manifests/manifest';
import type { Rule } from '../../rule';
import { routeOf, takesRequests } from '../../shared/routes';

/** Our own: Istio's analyzer accepts these hosts, but no cluster carries their name, and Envoy answers 503. */
export const IST9210 = {
  code: 'IST9210',
  name: 'DestinationWithoutCluster',
  level: 'Error',
  summary: 'A route leads to a host that is known, but that Envoy has no cluster for.',
  texts: {
    wildcard: (host: string, wildcard: string, entry: string) =>
      `"${host}" is known only as "${wildcard}" of ServiceEntry "${entry}", and a wildcard is no destination for other names, so that requests get 503; add "${host}" to the hosts of a ServiceEntry`,
    alias: (host: string, target: string) =>
      `"${host}" is another name of "${target}", which is no host that is known here, so that requests get 503; add a ServiceEntry for "${target}"`,
    hidden: (host: string, by: string, gateways: readonly string[]) =>
      `"${host}" of ${by} is not exported to namespace ${listed(gateways)}, where the gateway is, so that requests get 503; export it there`,
    udp: (port: number, host: string) =>
      `port ${port} of "${host}" is UDP, which Envoy does not proxy, so that requests get 503; send them to a port of TCP`,
  },
} as const satisfies MessageType;

/** Envoy finds a destination by its exact name and only among what the proxy sees; else it answers 503. (G1, G3) */
export const destinationClusters: Rule = {
  name: 'destination-clusters',
  reports: [IST9210],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      // What becomes of a copy does not touch the request.
      const problem =
        !destination.isMirror && takesRequests(destination) ? problemOf(index, destination) : undefined;
      if (problem) {
        const { virtualService: object, field } = destination;
        yield { type: IST9210, object, field: [...field, ...problem.field], text: problem.text };
      }
    }
  },
};

interface Problem {
  readonly field: FieldPath;
  readonly text: string;
}

function problemOf(index: MeshIndex, destination: Destination): Problem | undefined {
  const services = index.view(meshServicesOf);
  const host = fullHost(destination.host, destination.virtualService.namespace);
  const definitions = services.named(host);
  const [first] = definitions;
  if (!first) {
    // A short name is no name under a wildcard, and IST0101 says so.
    return host === destination.host ? onlyByWildcard(index, host) : undefined;
  }
  const { alias, hidden, udp } = IST9210.texts;
  const { aliasOf } = first;
  if (aliasOf !== undefined && definitions.every((one) => one.aliasOf !== undefined)) {
    return services.named(aliasOf).length > 0 ? undefined : { field: ['host'], text: alias(host, aliasOf) };
  }
  const blind = blindNamespaces(index, destination, definitions);
  if (blind.length > 0) {
    const by = objectName(first.manifest);
    return { field: ['host'], text: hidden(host, by, blind) };
  }
  const { port } = destination;
  const named = definitions.flatMap(({ ports }) => ports.filter(({ number }) => number === port));
  const isUdp = named.length > 0 && named.every(({ protocol }) => protocol === 'UDP');
  return isUdp && port !== undefined ? { field: ['port', 'number'], text: udp(port, host) } : undefined;
}

function onlyByWildcard(index: MeshIndex, host: string): Problem | undefined {
  for (const [wildcard] of index.view(meshServicesOf).wildcardsOver(host)) {
    // One that is hidden is as good as none, and IST0101 says so.
    return wildcard?.visibility.isPublic
      ? { field: ['host'], text: IST9210.texts.wildcard(host, wildcard.host, fullName(wildcard.manifest)) }
      : undefined;
  }
  return undefined;
}

/** The namespaces of a gateway none of whose pods sees the host; none where the route is for sidecars too. */
function blindNamespaces(
  index: MeshIndex,
  destination: Destination,
  definitions: readonly MeshService[],
): string[] {
  if (definitions.some(({ visibility }) => visibility.isPublic)) {
    return [];
  }
  const { virtualService } = destination;
  const { gateways, isForMesh } = index.view(bindingsOf)(virtualService);
  const route = routeOf(destination);
  const blind = gateways.filter(
    (bound) =>
      bound.pods.length > 0 &&
      isUsedAt(route, bound, virtualService.namespace) &&
      !bound.pods.some((pod) => definitions.some((one) => isVisibleIn(one.visibility, pod.namespace))),
  );
  return isForMesh ? [] : firstFew(new Set(blind.flatMap(({ pods }) => pods.map((pod) => pod.namespace))));
}
