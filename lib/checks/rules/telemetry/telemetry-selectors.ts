import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { IST0159 } from '../../../catalogue/istio-workload-codes';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { policySelector } from '../../../istiod/policies/policy-scope';
import { TELEMETRY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';
import { groupsOf, overlapsOf, type Selection, withoutPods } from '../../shared/selections';

/** A Telemetry selects nothing, or what another one selects as well. */
export const telemetrySelectors: Rule = {
  name: 'telemetry-selectors',
  reports: [IST0101, IST0159],
  *check(index) {
    const groups = groupsOf(index, selectionsOf(index));
    yield* withoutPods(groups);
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
    if (Object.keys(labels).length > 0) {
      yield { object, labels, field: ['spec', 'selector', 'matchLabels'] };
    }
  }
}
