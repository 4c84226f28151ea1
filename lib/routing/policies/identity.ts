import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import type { PeerIdentity } from '../request/request';

/** Who the pods of a workload are to others, by the certificate of their proxies. (H7) */
export function identityOf(index: MeshIndex, { namespace, pod }: Workload): PeerIdentity {
  // The older name of the field is still read.
  const account = [pod.serviceAccountName, pod.serviceAccount].find(
    (name) => typeof name === 'string' && name !== '',
  );
  return {
    trustDomain: index.mesh.trustDomain,
    namespace,
    serviceAccount: typeof account === 'string' ? account : 'default',
  };
}

/** The name of a peer as policies write it: `cluster.local/ns/default/sa/client`. */
export function principalOf({ trustDomain, namespace, serviceAccount }: PeerIdentity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
