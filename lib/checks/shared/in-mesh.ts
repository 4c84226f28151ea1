import { INJECT, NAMESPACE_INJECTION, proxyContainers } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { NAMESPACE } from '../../manifests/kinds';

/**
 * Whether a workload counts as part of the mesh for Istio's own messages, which look at a pod's label before its
 * namespace's. What injection really does is in `hasSidecar`.
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
