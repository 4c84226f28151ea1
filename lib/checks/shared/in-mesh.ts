import { INJECT, NAMESPACE_INJECTION, proxyContainers } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { NAMESPACE } from '../../manifests/kinds';

/**
 * Whether a workload is in the mesh as far as Istio's own messages go: they look at the label of the pod before that
 * of its namespace. `hasSidecar` says what injection really does.
 */
export function countsAsInMesh(index: MeshIndex, workload: Workload): boolean {
  if (proxyContainers(workload)[0]?.image) {
    return true;
  }
  const inject = workload.labels[INJECT] ?? workload.annotations[INJECT];
  if (inject !== undefined) {
    return inject === 'true';
  }
  return index.get(NAMESPACE, '', workload.namespace)?.labels[NAMESPACE_INJECTION] === 'enabled';
}
