import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import type { PeerIdentity } from '../request/request';

/** The identity in the mesh certificate of a workload's proxies. (H7) */
export function identityOf(index: MeshIndex, { namespace, pod }: Workload): PeerIdentity {
  // Kubernetes still reads the deprecated name of the field.
  const account = [pod.serviceAccountName, pod.serviceAccount].find(
    (name) => typeof name === 'string' && name !== '',
  );
  return {
    trustDomain: index.mesh.trustDomain,
    namespace,
    serviceAccount: typeof account === 'string' ? account : 'default',
  };
}

/** An identity as policies write it: `cluster.local/ns/default/sa/client`. */
export function principalOf({ trustDomain, namespace, serviceAccount }: PeerIdentity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
