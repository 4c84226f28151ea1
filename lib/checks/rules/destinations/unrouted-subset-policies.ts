import type { MessageType } from '../../../catalogue/message-type';
import { fullHost } from '../../../istiod/hosts/service-host';
import { routedSubsets } from '../../../istiod/virtual-services/routed-subsets';
import { fieldEntries, fieldsOf, optionalFields, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9253 = {
  code: 'IST9253',
  name: 'UnroutedSubsetPolicy',
  level: 'Info',
  summary: 'A subset has a traffic policy, and none of the routes to its host names the subset.',
  texts: {
    unused: (subset: string, host: string) =>
      `has no effect, because none of the routes to "${host}" that are shown names subset "${subset}"; name the subset in a route, or set spec.trafficPolicy for all traffic to the host`,
  },
} as const satisfies MessageType;

/** The policy of a subset is for requests whose route names the subset. Routes elsewhere may name it. (G8) */
export const unroutedSubsetPolicies: Rule = {
  name: 'unrouted-subset-policies',
  reports: [IST9253],
  *check(index) {
    const routed = index.view(routedSubsets);
    for (const object of routed.size > 0 ? index.all(DESTINATION_RULE) : []) {
      const { host: written, subsets } = fieldsOf(object.spec);
      const host = textOrEmpty(written);
      const named = routed.get(fullHost(host, object.namespace));
      for (const [i, { name, trafficPolicy }] of named ? fieldEntries(subsets) : []) {
        const subset = textOrEmpty(name);
        if (optionalFields(trafficPolicy) && !named?.has(subset)) {
          const field = ['spec', 'subsets', i, 'trafficPolicy'];
          yield { type: IST9253, object, field, text: IST9253.texts.unused(subset, host) };
        }
      }
    }
  },
};
