import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceAccountOf, type Workload } from '../../istiod/workloads/workloads';
import type { PeerIdentity } from '../request/request';

/** The identity in the mesh certificate of a workload's proxies. (H7) */
export function identityOf(index: MeshIndex, workload: Workload): PeerIdentity {
  const { trustDomain } = index.mesh;
  return { trustDomain, namespace: workload.namespace, serviceAccount: serviceAccountOf(workload) };
}

/** An identity as policies write it: `cluster.local/ns/default/sa/client`. */
export function principalOf({ trustDomain, namespace, serviceAccount }: PeerIdentity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
