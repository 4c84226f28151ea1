import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshIndex } from '../../istiod/mesh-index';
import { workloadGroupsOf } from '../../istiod/workloads/workload-entries';
import { workloadsOf } from '../../istiod/workloads/workloads';
import type { Manifest } from '../../manifests/manifest';

/** Whether the namespace of an object shows its applications, and no machines register themselves there. */
export function showsApplications(index: MeshIndex, { namespace }: Manifest): boolean {
  const workloads = index.view(workloadsOf).in(namespace);
  return (
    workloads.some((workload) => !isGateway(workload)) &&
    index.view(workloadGroupsOf).in(namespace).length === 0
  );
}
