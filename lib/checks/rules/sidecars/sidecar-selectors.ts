import type { Finding } from '../../../catalogue/finding';
import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { IST0110, IST0167 } from '../../../catalogue/istio-workload-codes';
import { isAmbient } from '../../../istiod/injection/mesh-membership';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hasLabels, workloadSelectorOf } from '../../../istiod/workloads/selectors';
import { SIDECAR } from '../../../manifests/kinds';
import {
  groupsOf,
  overlapsOf,
  type Selection,
  type SelectionGroup,
  withoutPods,
} from '../../common/selections';
import type { Rule } from '../../rule';

/** A Sidecar selects no pod, pods that another one selects too, or pods in ambient mode. */
export const sidecarSelectors: Rule = {
  name: 'sidecar-selectors',
  reports: [IST0101, IST0110, IST0167],
  *check(index) {
    const groups = groupsOf(index, selectionsOf(index));
    yield* withoutPods(index, groups);
    yield* inAmbientMode(index, groups);
    const withSidecars = groups.map((group) => ({
      ...group,
      workloads: group.workloads.filter((workload) => !isAmbient(index, workload)),
    }));
    for (const { selection, workload, names } of overlapsOf(withSidecars)) {
      const { object, field } = selection;
      const text = IST0110.texts.shared(workload.name, names);
      yield { type: IST0110, object, field, text };
    }
  },
};

function* selectionsOf(index: MeshIndex): Iterable<Selection> {
  for (const object of index.all(SIDECAR)) {
    const labels = workloadSelectorOf(object);
    if (hasLabels(labels)) {
      yield { object, labels, field: ['spec', 'workloadSelector', 'labels'] };
    }
  }
}

function* inAmbientMode(index: MeshIndex, groups: readonly SelectionGroup[]): Iterable<Finding> {
  for (const { selections, workloads } of groups) {
    const ambient = workloads.find((workload) => isAmbient(index, workload));
    if (ambient) {
      const text = IST0167.texts.ambientWorkload(ambient.name);
      yield* selections.map(({ object, field }) => ({ type: IST0167, object, field, text }));
    }
  }
}
