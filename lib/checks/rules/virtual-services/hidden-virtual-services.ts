import { IST9202 } from '../../../catalogue/catalogue';
import { firstFew, fullName } from '../../../catalogue/words';
import { bindingsOf, isDelegate } from '../../../istiod/gateways/gateway-bindings';
import { isVisibleIn, visibilityOf } from '../../../istiod/visibility-of-checks';
import { fieldsOf } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A gateway sees what is exported to the namespace of its pods, wherever its Gateway object is. (B2) */
export const hiddenVirtualServices: Rule = {
  name: 'hidden-virtual-services',
  reports: [IST9202],
  *check(index) {
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const visibility = visibilityOf(fieldsOf(object.spec).exportTo, object.namespace);
      if (visibility === undefined || isDelegate(object)) {
        continue;
      }
      const hiddenFrom = bindings(object).gateways.find(
        ({ pods }) => pods.length > 0 && !pods.some((pod) => isVisibleIn(visibility, pod.namespace)),
      );
      if (hiddenFrom) {
        const namespaces = firstFew(new Set(hiddenFrom.pods.map(({ namespace }) => namespace)));
        const text = IST9202.texts.exportTo(fullName(hiddenFrom.gateway), namespaces);
        yield { type: IST9202, object, field: ['spec', 'exportTo'], text };
      }
    }
  },
};
