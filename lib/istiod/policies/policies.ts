import { memoized } from '../../manifests/collections';
import { fieldEntries, fieldsOf } from '../../manifests/fields';
import type { Kind } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { SelectorIndex, selectorText } from '../workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';

/** The labels by which a policy selects pods; none where it is for all in its scope. */
export function policySelector({ spec }: Manifest): Labels {
  return texts(fieldsOf(fieldsOf(spec).selector).matchLabels);
}

/** Whether a policy is for a Gateway of Kubernetes or a waypoint, and thus ignored by all other pods. (H2, H3) */
export function hasTargets({ spec }: Manifest): boolean {
  const { targetRef, targetRefs } = fieldsOf(spec);
  return Boolean(targetRef) || fieldEntries(targetRefs).length > 0;
}

/** The workloads that a policy is for; ask for them by `index.view(policyWorkloads)`. (H3) */
export function policyWorkloads(index: MeshIndex): (policy: Manifest) => readonly Workload[] {
  const workloads = index.view(workloadsOf);
  const { rootNamespace } = index.mesh;
  const selected = memoized(
    (namespace: string, labels: Labels) => `${namespace} ${selectorText(labels)}`,
    (namespace, labels) => workloads.selectedBy(labels, namespace === rootNamespace ? undefined : namespace),
  );
  return (policy) => selected(policy.namespace, policySelector(policy));
}

/** Policies of one kind, by what they are for. */
export class Policies {
  private readonly byNamespace = new Map<string, SelectorIndex<Manifest>>();

  constructor(index: MeshIndex, kind: Kind) {
    const policies = new Map<string, Manifest[]>();
    for (const policy of index.all(kind)) {
      const known = policies.get(policy.namespace) ?? [];
      known.push(policy);
      policies.set(policy.namespace, known);
    }
    for (const [namespace, list] of policies) {
      this.byNamespace.set(namespace, new SelectorIndex(list, policySelector));
    }
  }

  /** Those of a namespace whose selector holds for a workload, or that have none. */
  in(namespace: string, { labels }: Workload): readonly Manifest[] {
    const policies = this.byNamespace.get(namespace);
    return policies
      ? [...policies.same(labels), ...[...policies.wider(labels)].flatMap(({ values }) => values)]
      : [];
  }
}
