import type { MessageType } from '../../../catalogue/message-type';
import { showsHostsOf } from '../../../istiod/registry/shown-hosts';
import { selectorText } from '../../../istiod/workloads/selectors';
import { workloadEntriesOf, workloadGroupsOf } from '../../../istiod/workloads/workload-entries';
import type { Workload } from '../../../istiod/workloads/workloads';
import { fieldsOf } from '../../../manifests/fields';
import { WORKLOAD_ENTRY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { entriesMeant, machineSelections } from '../../common/machine-selections';
import type { Rule } from '../../rule';

export const IST9279 = {
  code: 'IST9279',
  name: 'UnselectedMachine',
  level: 'Warning',
  summary: 'No Service and no ServiceEntry selects a WorkloadEntry, or the machines of a WorkloadGroup.',
  texts: {
    labels: (labels: string, namespace: string) =>
      `"${labels}" is not what a Service or a ServiceEntry of namespace "${namespace}" selects in these manifests, so no request goes there; correct the labels, or, if a Service elsewhere selects them, pass it as --context`,
    noLabels: () =>
      'has no labels, so no Service and no ServiceEntry selects it; add those that one of them selects',
  },
} as const satisfies MessageType;

/** A machine gets the requests for the Services and ServiceEntries of its namespace that select its labels. (G7) */
export const unselectedMachines: Rule = {
  name: 'unselected-machines',
  reports: [IST9279],
  *check(index) {
    const machines = [...index.view(workloadEntriesOf).all, ...index.view(workloadGroupsOf).all];
    if (machines.length === 0) {
      return;
    }
    const isSelected = index.view(machineSelections);
    // A ServiceEntry is told of those.
    const told = new Set([...index.view(entriesMeant).values()].map(keyOf));
    for (const machine of machines) {
      if (!isSelected(machine) && showsHostsOf(index, machine.namespace) && !told.has(keyOf(machine))) {
        const labels = selectorText(machine.labels);
        const text =
          labels === '' ? IST9279.texts.noLabels() : IST9279.texts.labels(labels, machine.namespace);
        yield { type: IST9279, object: machine.manifest, field: fieldOf(machine.manifest), text };
      }
    }
  },
};

function keyOf({ namespace, labels }: Workload): string {
  return `${namespace} ${selectorText(labels)}`;
}

/** Where the labels are written, or would be. */
function fieldOf({ kind, spec }: Manifest): FieldPath {
  if (kind === WORKLOAD_ENTRY.kind) {
    return fieldsOf(spec).labels === undefined ? ['spec'] : ['spec', 'labels'];
  }
  const { metadata, template } = fieldsOf(spec);
  if (fieldsOf(metadata).labels !== undefined) {
    return ['spec', 'metadata', 'labels'];
  }
  return fieldsOf(template).labels === undefined ? ['spec'] : ['spec', 'template', 'labels'];
}
