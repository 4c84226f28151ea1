import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed, shown } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hasLabels, selectorText } from '../../../istiod/workloads/selectors';
import { workloadEntriesOf, workloadGroupsOf } from '../../../istiod/workloads/workload-entries';
import { serviceAccountOf, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf, textOf } from '../../../manifests/fields';
import { SERVICE_ACCOUNT, WORKLOAD_ENTRY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { nearest } from '../../../manifests/nearest';
import type { Rule } from '../../rule';

export const IST9276 = {
  code: 'IST9276',
  name: 'MachineWithoutServiceAccount',
  kiali: ['KIA1701'],
  level: 'Warning',
  summary: 'A WorkloadGroup or a WorkloadEntry names a service account that does not exist.',
  texts: {
    account: (account: string, namespace: string, meant: string | undefined) =>
      `${shown(account)} is not a ServiceAccount of namespace "${namespace}" in these manifests, and a machine gets its identity by a token of it; ${meant === undefined ? 'create it' : `write ${shown(meant)}`}, or, if it exists elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

export const IST9277 = {
  code: 'IST9277',
  name: 'RepeatedWorkloadGroup',
  kiali: ['KIA1702'],
  level: 'Info',
  summary: 'Two WorkloadGroups of a namespace give their machines the same labels.',
  texts: {
    labels: (labels: string, others: readonly string[]) =>
      `"${labels}" are also the labels of WorkloadGroup ${listed(others)}, so Services and policies select the machines of all of them; write other labels if they should differ`,
  },
} as const satisfies MessageType;

/** Machines are known by their labels and their service account, as pods are. (G7) */
export const workloadGroups: Rule = {
  name: 'workload-groups',
  reports: [IST9276, IST9277],
  *check(index) {
    const groups = index.view(workloadGroupsOf).all;
    yield* withoutAccounts(index, [...groups, ...index.view(workloadEntriesOf).all]);
    yield* repeatedGroups(groups);
  },
};

function* withoutAccounts(index: MeshIndex, machines: readonly Workload[]): Iterable<Finding> {
  if (machines.length === 0) {
    return;
  }
  const shownIn = groupedBy(index.all(SERVICE_ACCOUNT), ({ namespace }) => namespace);
  for (const { manifest: object, namespace } of machines) {
    const [account, field] = accountOf(object);
    const known = shownIn.get(namespace)?.map(({ name }) => name);
    if (account && known && account !== 'default' && !known.includes(account)) {
      const isUsed = index
        .view(workloadsOf)
        .in(namespace)
        .some((workload) => serviceAccountOf(workload) === account);
      if (!isUsed) {
        const text = IST9276.texts.account(account, namespace, nearest(account, known));
        yield { type: IST9276, object, field, text };
      }
    }
  }
}

function accountOf({ kind, spec }: Manifest): [account: string | undefined, field: string[]] {
  return kind === WORKLOAD_ENTRY.kind
    ? [textOf(fieldsOf(spec).serviceAccount), ['spec', 'serviceAccount']]
    : [textOf(fieldsOf(fieldsOf(spec).template).serviceAccount), ['spec', 'template', 'serviceAccount']];
}

/** Groups for several places or networks have the same labels on purpose. */
function* repeatedGroups(groups: readonly Workload[]): Iterable<Finding> {
  const labelled = groups.filter(({ labels }) => hasLabels(labels));
  const keyOf = ({ namespace, labels, manifest }: Workload) => {
    const { locality, network } = fieldsOf(fieldsOf(manifest.spec).template);
    return JSON.stringify([namespace, selectorText(labels), locality, network]);
  };
  for (const same of groupedBy(labelled, keyOf).values()) {
    for (const { manifest: object, labels } of same.length > 1 ? same : []) {
      const others = same.filter((group) => group.manifest !== object);
      const names = firstFew(others.map(({ manifest }) => fullName(manifest)));
      const text = IST9277.texts.labels(selectorText(labels), names);
      const { metadata } = fieldsOf(object.spec);
      const field = [
        'spec',
        ...(fieldsOf(metadata).labels ? ['metadata', 'labels'] : ['template', 'labels']),
      ];
      yield { type: IST9277, object, field, text };
    }
  }
}
