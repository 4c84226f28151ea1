import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { definedSubsets, definitionOf } from '../../../istiod/destination-rules/defined-subsets';
import {
  type DestinationRules,
  destinationRulesOf,
} from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { type BoundGateway, bindingsOf, isUsedAt } from '../../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { meshServicesOf } from '../../../istiod/registry/mesh-services';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/destinations';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';
import { routeOf, takesRequests } from '../../shared/routes';

/** Our own: istiod looks for DestinationRules where the gateway is, not where the VirtualService is. */
export const IST9201 = {
  code: 'IST9201',
  name: 'SubsetUnknownToGateway',
  level: 'Error',
  summary: 'A route of a gateway leads to a subset whose DestinationRule the gateway does not follow.',
  texts: {
    unseen: (subset: string, definedBy: string, host: string, gateways: readonly string[], home: string) =>
      `"${subset}" is defined by DestinationRule "${definedBy}", which a gateway in namespace ${listed(gateways)} does not follow for "${host}", so that requests get 503; define the subset in namespace "${home}", exported to the gateway`,
    otherRule: (subset: string, definedBy: string, host: string, followed: string) =>
      `"${subset}" is defined by DestinationRule "${definedBy}", but for "${host}" the gateway follows "${followed}" alone, so that requests get 503; define the subset there`,
  },
} as const satisfies MessageType;

/** A gateway follows the DestinationRules of its own, the host's and the root namespace, and no others. (G4) */
export const gatewaySubsets: Rule = {
  name: 'gateway-subsets',
  reports: [IST9201],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      if (destination.subset !== '' && !destination.isMirror && takesRequests(destination)) {
        yield* unseenSubset(index, destination);
      }
    }
  },
};

function* unseenSubset(index: MeshIndex, destination: Destination): Iterable<Finding> {
  const { virtualService: object, field, subset } = destination;
  const host = fullHost(destination.host, object.namespace);
  const homes = [
    ...new Set(
      index
        .view(meshServicesOf)
        .named(host)
        .map(({ namespace }) => namespace),
    ),
  ];
  const definedBy = definitionOf(index.view(definedSubsets), host, subset);
  // Whether there is such a host and such a subset at all is IST0101's concern.
  const [home] = homes;
  if (home === undefined || definedBy === undefined) {
    return;
  }
  const route = routeOf(destination);
  const gateways = index
    .view(bindingsOf)(object)
    .gateways.filter((bound) => bound.pods.length > 0 && isUsedAt(route, bound, object.namespace));
  const rules = index.view(destinationRulesOf);
  for (const bound of gateways) {
    const followed = followedAt(rules, bound, host, homes);
    if (followed.some((rule) => rule?.subsets.has(subset))) {
      continue;
    }
    const one = followed.find((rule) => rule !== undefined);
    const by = fullName(definedBy);
    const text = one
      ? IST9201.texts.otherRule(subset, by, host, fullName(one.from[0] as Manifest))
      : IST9201.texts.unseen(subset, by, host, firstFew(namespacesOf(bound)), home);
    yield { type: IST9201, object, field: [...field, 'subset'], text };
    return;
  }
}

function followedAt(
  rules: DestinationRules,
  { pods }: BoundGateway,
  host: string,
  homes: readonly string[],
): (DestinationRule | undefined)[] {
  return pods.flatMap((pod) => homes.map((home) => rules.chosenFor(pod, { host, namespace: home })));
}

function namespacesOf({ pods }: BoundGateway): Set<string> {
  return new Set(pods.map(({ namespace }) => namespace));
}
