import { proxyContainers } from '../../istiod/injection/injection';
import { injectValue, NAMESPACE_INJECTION } from '../../istiod/injection/injection-labels';
import { namespaceLabels } from '../../istiod/injection/namespaces';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';

/**
 * Whether a workload is in the mesh as far as Istio's own messages go: they look at the label of the pod before that
 * of its namespace. `hasSidecar` says what injection really does.
 */
export function countsAsInMesh(index: MeshIndex, workload: Workload): boolean {
  if (proxyContainers(workload)[0]?.image) {
    return true;
  }
  const inject = injectValue(workload);
  return inject === undefined
    ? namespaceLabels(index, workload.namespace)?.[NAMESPACE_INJECTION] === 'enabled'
    : inject === 'true';
}
