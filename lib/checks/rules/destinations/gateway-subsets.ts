import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import { subsetViewOf } from '../../../istiod/destination-rules/subset-views';
import { bindingsOf, isUsedAt } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/destinations';
import { isUnseen, whySubsetUnseen } from '../../../istiod/why-unseen';
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

/** A gateway follows the DestinationRules of its own, the host's and the root namespace, and no others. (G4) */
export const gatewaySubsets: Rule = {
  name: 'gateway-subsets',
  reports: [IST9201],
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
  for (const bound of index.view(bindingsOf)(object).gateways) {
    const { pods } = bound;
    const followed = pods.flatMap((pod) =>
      services.flatMap((service) => rules.chosenFor(pod, service) ?? []),
    );
    if (followed.some(({ subsets }) => subsets.has(subset))) {
      continue;
    }
    const view = subsetViewOf(index, host, subset, followed);
    if (pods.length > 0 && isUnseen(view) && isUsedAt(route, bound, object.namespace)) {
      const namespaces = firstFew(new Set(pods.map(({ namespace }) => namespace)));
      const text = IST9201.texts.subset(subset, namespaces, whySubsetUnseen(index, view));
      yield { type: IST9201, object, field: [...field, 'subset'], text };
      return;
    }
  }
}
