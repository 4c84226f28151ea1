import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import { subsetViewOf } from '../../../istiod/destination-rules/subset-views';
import { type BoundGateway, bindingsOf, isUsedAt } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { isUnseen, whySubsetUnseen } from '../../../istiod/why-unseen';
import type { Workload } from '../../../istiod/workloads/workloads';
import type { Rule } from '../../rule';

/** Our own: istiod looks for DestinationRules where the gateway is, not where the VirtualService is. */
export const IST9201 = {
  code: 'IST9201',
  name: 'SubsetUnknownToGateway',
  level: 'Error',
  summary: 'A route of a gateway leads to a subset whose DestinationRule the gateway does not follow.',
  texts: {
    subset: (subset: string, gateways: readonly string[], because: string) =>
      `"${subset}" is unknown to the gateway in namespace ${listed(gateways)}, so requests get 503: ${because}`,
  },
} as const satisfies MessageType;

export const IST9229 = {
  code: 'IST9229',
  name: 'SubsetUnknownToSomeGateways',
  level: 'Warning',
  summary:
    'A route of a Gateway with pods in several namespaces leads to a subset whose DestinationRule some of the pods do not follow.',
  texts: IST9201.texts,
} as const satisfies MessageType;

/** A gateway follows the DestinationRules of its own, the host's and the root namespace, and no others. (G4) */
export const gatewaySubsets: Rule = {
  name: 'gateway-subsets',
  reports: [IST9201, IST9229],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      if (destination.subset !== '' && destination.takesRequests) {
        yield* unseenSubset(index, destination);
      }
    }
  },
};

/** IST0101 reports a host or a subset that nobody defines. */
function* unseenSubset(index: MeshIndex, destination: Destination): Iterable<Finding> {
  const { virtualService: object, field, route, fullHost: host, subset } = destination;
  const rules = index.view(destinationRulesOf);
  const services = index.view(serviceRegistryOf).behind(host);
  const followedBy = (pod: Workload) => services.flatMap((service) => rules.chosenFor(pod, service) ?? []);
  const isBlind = (pod: Workload) => !followedBy(pod).some(({ subsets }) => subsets.has(subset));
  const blindFirst = index
    .view(bindingsOf)(object)
    .gateways.map((bound) => ({ bound, blind: bound.pods.filter(isBlind) }))
    .sort((a, b) => Number(isBlindForAll(b)) - Number(isBlindForAll(a)));
  for (const { bound, blind } of blindFirst) {
    const view = subsetViewOf(index, host, subset, blind.flatMap(followedBy));
    if (blind.length > 0 && isUnseen(view) && isUsedAt(route, bound, object.namespace)) {
      const type = isBlindForAll({ bound, blind }) ? IST9201 : IST9229;
      const namespaces = firstFew(new Set(blind.map(({ namespace }) => namespace)));
      const text = type.texts.subset(subset, namespaces, whySubsetUnseen(index, view));
      yield { type, object, field: [...field, 'subset'], text };
      return;
    }
  }
}

/** Whether all pods of a Gateway do not see what they need. */
function isBlindForAll({ bound, blind }: { bound: BoundGateway; blind: readonly Workload[] }): boolean {
  return blind.length === bound.pods.length;
}
