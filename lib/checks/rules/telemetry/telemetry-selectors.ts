import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { IST0159 } from '../../../catalogue/istio-workload-codes';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { policySelector } from '../../../istiod/policies/policy';
import { hasLabels } from '../../../istiod/workloads/selectors';
import { TELEMETRY } from '../../../manifests/kinds';
import { groupsOf, overlapsOf, type Selection, withoutPods } from '../../common/selections';
import type { Rule } from '../../rule';

/** A Telemetry selects no pod, or pods that another one selects too. */
export const telemetrySelectors: Rule = {
  name: 'telemetry-selectors',
  reports: [IST0101, IST0159],
  *check(index) {
    const groups = groupsOf(index, selectionsOf(index));
    yield* withoutPods(index, groups);
    for (const { selection, workload, names } of overlapsOf(groups)) {
      const { object, field } = selection;
      const text = IST0159.texts.shared(workload.name, names);
      yield { type: IST0159, object, field, text };
    }
  },
};

function* selectionsOf(index: MeshIndex): Iterable<Selection> {
  for (const object of index.all(TELEMETRY)) {
    const labels = policySelector(object);
    if (hasLabels(labels)) {
      yield { object, labels, field: ['spec', 'selector', 'matchLabels'] };
    }
  }
}
