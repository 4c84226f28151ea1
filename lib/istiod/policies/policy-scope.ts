import { memoized } from '../../manifests/collections';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { selectorText } from '../workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';
import { isAttached, policySelector, type SelectingPolicy } from './policy';
import { SelectedPolicies } from './selected-policies';

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

/** The AuthorizationPolicies by the workloads that they select; ask by `index.view(authorizationPoliciesFor)`. (H3) */
export function authorizationPoliciesFor(
  index: MeshIndex,
): SelectedPolicies<SelectingPolicy & { readonly manifest: Manifest }> {
  const policies = oldestFirst(index.all(AUTHORIZATION_POLICY))
    .filter((manifest) => !isAttached(manifest))
    .map((manifest) => ({ ...refTo(manifest), selector: policySelector(manifest), manifest }));
  return new SelectedPolicies(policies, index.mesh.rootNamespace);
}
