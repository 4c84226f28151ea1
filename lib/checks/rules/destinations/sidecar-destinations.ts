import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import { subsetViewOf } from '../../../istiod/destination-rules/subset-views';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/destinations';
import { isVisibleIn } from '../../../istiod/visibility';
import type { Rule } from '../../rule';
import { callingNamespaces } from '../../shared/calling-namespaces';
import { isUnseen, whyHostUnseen, whySubsetUnseen } from '../../shared/why-unseen';

/** Our own: istiod looks for hosts and DestinationRules where the client is, not where the VirtualService is. */
export const IST9221 = {
  code: 'IST9221',
  name: 'DestinationUnknownToSidecars',
  level: 'Warning',
  summary:
    'Sidecars that use a route do not see its host, or follow no DestinationRule that defines its subset.',
  givesWayTo: ['IST0101'],
  texts: {
    unknown: (name: string, namespace: string, because: string) =>
      `"${name}" is unknown to sidecars in namespace "${namespace}", so their requests get 503: ${because}`,
  },
} as const satisfies MessageType;

/** A sidecar sees what is exported to its namespace, and follows the DestinationRules for clients there. (G3, G4) */
export const sidecarDestinations: Rule = {
  name: 'sidecar-destinations',
  reports: [IST9221],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      if (destination.takesRequests) {
        yield* unknownToSidecars(index, destination);
      }
    }
  },
};

/** IST0101 reports a host or a subset that nobody defines. */
function* unknownToSidecars(index: MeshIndex, destination: Destination): Iterable<Finding> {
  const { virtualService: object, field, fullHost: host, subset } = destination;
  const definitions = index.view(serviceRegistryOf).named(host);
  const [first] = definitions;
  const isPublic = definitions.some(({ visibility }) => visibility.isPublic);
  // Of a public host, everybody sees all but the subset.
  if (!first || (isPublic && subset === '')) {
    return;
  }
  const rules = index.view(destinationRulesOf);
  for (const namespace of callingNamespaces(index, destination)) {
    if (!definitions.some(({ visibility }) => isVisibleIn(visibility, namespace))) {
      const text = IST9221.texts.unknown(host, namespace, whyHostUnseen(index, first));
      yield { type: IST9221, object, field: [...field, 'host'], text };
      return;
    }
    if (subset === '') {
      continue;
    }
    const followed = definitions.flatMap((service) => rules.followedIn(namespace, service));
    const view = subsetViewOf(index, host, subset, followed);
    if (isUnseen(view)) {
      const text = IST9221.texts.unknown(subset, namespace, whySubsetUnseen(index, view, host));
      yield { type: IST9221, object, field: [...field, 'subset'], text };
      return;
    }
  }
}
