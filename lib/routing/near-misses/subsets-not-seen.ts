import { destinationRulesOf } from '../../istiod/destination-rules/destination-rules';
import { subsetViewOf } from '../../istiod/destination-rules/subset-views';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { isUnseen, whyNotFollowed } from '../../istiod/why-unseen';
import { refTo } from '../../manifests/object-ref';
import type { Client } from '../destination/client';
import type { DestinationRef } from '../result';
import type { NearMiss } from './near-miss';

/** The DestinationRule that defines the subset of a destination, and that the client does not follow. (G4, G6) */
export function* subsetsNotSeen(
  { index, workload }: Client,
  { host, subset }: DestinationRef,
): Iterable<NearMiss> {
  const [service] = index.view(serviceRegistryOf).behind(host);
  if (subset === undefined || !service) {
    return;
  }
  const rule = index.view(destinationRulesOf).chosenFor(workload, service);
  const view = subsetViewOf(index, host, subset, rule ? [rule] : []);
  if (isUnseen(view)) {
    yield {
      object: refTo(view.definedBy),
      because: `defines subset "${subset}", but ${whyNotFollowed(index, view)}`,
    };
  }
}
