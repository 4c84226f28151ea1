import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { firstFew } from '../../../catalogue/words';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { destinationsOf } from '../../../istiod/virtual-services/destinations';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Envoy answers 503 when a route names a subset that no DestinationRule defines. (G6) */
export const destinationSubsets: Rule = {
  name: 'destination-subsets',
  reports: [IST0101],
  *check(index) {
    const subsets = index.view(subsetsByHost);
    for (const { virtualService, field, host, subset } of index.view(destinationsOf)) {
      if (subset === '') {
        continue;
      }
      const known = [...subsets.covering(fullHost(host, virtualService.namespace))];
      if (!known.some((names) => names.has(subset))) {
        const text = IST0101.texts.subset(subset, host, firstFew(known.flatMap((names) => firstFew(names))));
        yield { type: IST0101, object: virtualService, field: [...field, 'subset'], text };
      }
    }
  },
};

/** The names of subsets, whichever namespace their DestinationRule is in. */
function subsetsByHost(index: MeshIndex): HostIndex<ReadonlySet<string>> {
  const subsets = new Map<string, Set<string>>();
  for (const { spec, namespace } of index.all(DESTINATION_RULE)) {
    const { host, subsets: list } = fieldsOf(spec);
    const name = fullHost(textOrEmpty(host), namespace);
    const known = subsets.get(name) ?? new Set();
    subsets.set(name, known);
    for (const [, subset] of fieldEntries(list)) {
      known.add(textOrEmpty(subset.name));
    }
  }
  return new HostIndex(subsets);
}
