import type { ManifestIndex } from '../../manifests/manifest-index';
import type { Workload } from '../../manifests/workloads';
import type { PeerIdentity } from '../request';

/** Who the pods of a workload are to others, by the certificate of their proxies. (H7) */
export function identityOf(index: ManifestIndex, { namespace, pod }: Workload): PeerIdentity {
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
