import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { firstFew } from '../../../catalogue/words';
import {
  definedSubsets,
  definitionsOf,
  unreadSubsets,
} from '../../../istiod/destination-rules/defined-subsets';
import { whyUnread } from '../../../istiod/revision';
import { destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import { shownObjects } from '../../common/shown';
import type { Rule } from '../../rule';

/** Envoy answers 503 where a route names a subset that no DestinationRule defines. (G6) */
export const destinationSubsets: Rule = {
  name: 'destination-subsets',
  reports: [IST0101],
  *check(index) {
    const subsets = index.view(definedSubsets);
    for (const { virtualService, field, host, fullHost, subset } of index.view(destinationsOf)) {
      if (subset === '') {
        continue;
      }
      const known = [...subsets.covering(fullHost)];
      if (!known.some((byName) => byName.has(subset))) {
        const unread = definitionsOf(index.view(unreadSubsets), fullHost, subset)[0]?.first;
        const names = firstFew(known.flatMap((byName) => firstFew(byName.keys())));
        const text = unread
          ? IST0101.texts.unread(subset, whyUnread(unread))
          : IST0101.texts.subset(subset, host, names, index.view(shownObjects)(DESTINATION_RULE));
        yield { type: IST0101, object: virtualService, field: [...field, 'subset'], text };
      }
    }
  },
};
