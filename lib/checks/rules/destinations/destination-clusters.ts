import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { isVisibleIn } from '../../../istiod/visibility';
import { whyHostUnseen } from '../../../istiod/why-unseen';
import type { FieldPath } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Our own: Istio's analyzer accepts these hosts, but Envoy has no cluster for them and answers 503. */
export const IST9210 = {
  code: 'IST9210',
  name: 'DestinationWithoutCluster',
  level: 'Error',
  summary: 'A route leads to a host that is known, but for which Envoy has no cluster.',
  givesWayTo: ['IST0101'],
  texts: {
    wildcard: (host: string, wildcard: string, entry: string) =>
      `"${host}" is known only through "${wildcard}" of ServiceEntry "${entry}", but Envoy has no cluster for the names under a wildcard, so requests get 503; add "${host}" to the hosts of a ServiceEntry`,
    alias: (host: string, target: string) =>
      `"${host}" is another name of "${target}", but no Service and no ServiceEntry defines "${target}", so requests get 503; add a ServiceEntry for it`,
    otherName: (host: string, target: string) =>
      `"${host}" is another name of "${target}", which is itself only another name, and Envoy has no cluster for that, so requests get 503; set externalName to the host that "${target}" stands for`,
    hidden: (host: string, gateways: readonly string[], because: string) =>
      `"${host}" is unknown to the gateway in namespace ${listed(gateways)}, so requests get 503: ${because}`,
    udp: (port: number, host: string) =>
      `port ${port} of "${host}" is a UDP port, which Envoy does not proxy, so requests get 503; send them to a TCP port`,
  },
} as const satisfies MessageType;

/** Envoy finds a destination by its exact name, and only among the hosts that the proxy sees. (G1, G3) */
export const destinationClusters: Rule = {
  name: 'destination-clusters',
  reports: [IST9210],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const problem = destination.takesRequests ? problemOf(index, destination) : undefined;
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
  const { wildcard, alias, otherName } = IST9210.texts;
  const services = index.view(serviceRegistryOf);
  const { fullHost: host } = destination;
  const named = services.named(host);
  if (named.length === 0) {
    const [covering] = [...services.wildcardsOver(host)].flat();
    const text = covering && wildcard(host, covering.host, fullName(covering.manifest));
    return text === undefined ? undefined : { field: ['host'], text };
  }
  const definitions = services.behind(host);
  const [target] = definitions;
  if (!target) {
    return { field: ['host'], text: alias(host, named[0]?.aliasOf ?? '') };
  }
  if (target.host !== host && definitions.every(({ aliasOf }) => aliasOf !== undefined)) {
    return { field: ['host'], text: otherName(host, target.host) };
  }
  const hidden = hiddenFromGateway(index, destination, [named, definitions]);
  if (hidden) {
    return hidden;
  }
  return toUdp(definitions, destination);
}

/** Without a port, a gateway uses the only port, and IST0112 reports a destination with several ports. */
function toUdp(definitions: readonly MeshService[], { port, fullHost }: Destination): Problem | undefined {
  const all = definitions.flatMap(({ ports }) => ports);
  const used = port === undefined ? all : all.filter(({ number }) => number === port);
  const [first] = used;
  return first && used.every(({ protocol }) => protocol === 'UDP')
    ? {
        field: port === undefined ? ['host'] : ['port', 'number'],
        text: IST9210.texts.udp(first.number, fullHost),
      }
    : undefined;
}

/** @param needed the definitions of the hosts that a gateway must see */
function hiddenFromGateway(
  index: MeshIndex,
  destination: Destination,
  needed: readonly (readonly MeshService[])[],
): Problem | undefined {
  for (const definitions of needed) {
    const blind = blindNamespaces(index, destination, definitions);
    const [first] = definitions;
    if (first && blind.length > 0) {
      const text = IST9210.texts.hidden(first.host, blind, whyHostUnseen(index, first));
      return { field: ['host'], text };
    }
  }
  return undefined;
}

/** The namespaces of a gateway none of whose pods sees the host. */
function blindNamespaces(
  index: MeshIndex,
  destination: Destination,
  definitions: readonly MeshService[],
): string[] {
  if (definitions.some(({ visibility }) => visibility.isPublic)) {
    return [];
  }
  const blind = gatewaysUsing(index, destination).filter(
    ({ pods }) => !pods.some((pod) => definitions.some((one) => isVisibleIn(one.visibility, pod.namespace))),
  );
  return firstFew(new Set(blind.flatMap(({ pods }) => pods.map((pod) => pod.namespace))));
}
