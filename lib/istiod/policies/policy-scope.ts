import { memoized } from '../../manifests/collections';
import { fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';
import { REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { selectorText } from '../workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';
import type { SelectingPolicy } from './policy';
import { SelectedPolicies } from './selected-policies';

/** The labels by which a policy selects pods; none where it selects every pod in its scope. */
export function policySelector({ spec }: Manifest): Labels {
  return texts(fieldsOf(fieldsOf(spec).selector).matchLabels);
}

/** Whether a policy is for a Gateway of the Kubernetes Gateway API or a waypoint, so that all other pods ignore it. (H2, H3) */
export function isAttached({ spec }: Manifest): boolean {
  const { targetRef, targetRefs } = fieldsOf(spec);
  return optionalFields(targetRef) !== undefined || objectsIn(targetRefs).length > 0;
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

/** The RequestAuthentications by the workloads that they select; ask by `index.view(requestAuthenticationsFor)`. (H2) */
export function requestAuthenticationsFor(
  index: MeshIndex,
): SelectedPolicies<SelectingPolicy & { readonly isAttached: boolean }> {
  const policies = oldestFirst(index.all(REQUEST_AUTHENTICATION)).map((manifest) => ({
    ...refTo(manifest),
    selector: policySelector(manifest),
    isAttached: isAttached(manifest),
  }));
  return new SelectedPolicies(policies, index.mesh.rootNamespace);
}
