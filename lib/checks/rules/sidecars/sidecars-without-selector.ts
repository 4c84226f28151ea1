import { IST0111, IST0167 } from '../../../catalogue/istio-workload-codes';
import { isAmbientNamespace } from '../../../istiod/injection/mesh-membership';
import { hasLabels, workloadSelectorOf } from '../../../istiod/workloads/selectors';
import { groupedBy } from '../../../manifests/collections';
import { SIDECAR } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Only one Sidecar can be for a whole namespace, and none for a namespace in ambient mode. */
export const sidecarsWithoutSelector: Rule = {
  name: 'sidecars-without-selector',
  reports: [IST0111, IST0167],
  *check(index) {
    const withoutSelector = index.all(SIDECAR).filter((object) => !hasLabels(workloadSelectorOf(object)));
    for (const [namespace, sidecars] of groupedBy(withoutSelector, (object) => object.namespace)) {
      if (isAmbientNamespace(index, namespace)) {
        const text = IST0167.texts.ambientNamespace(namespace);
        yield* sidecars.map((object) => ({ type: IST0167, object, field: ['metadata', 'namespace'], text }));
      } else if (sidecars.length > 1) {
        const text = IST0111.texts.several(namespace, sidecars.map(({ name }) => name).sort());
        yield* sidecars.map((object) => ({ type: IST0111, object, field: ['metadata', 'name'], text }));
      }
    }
  },
};
