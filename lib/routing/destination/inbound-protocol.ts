import type { MeshIndex } from '../../istiod/mesh-index';
import type { Protocol } from '../../istiod/registry/protocol';
import { serviceTargets } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';

/**
 * The protocol that a sidecar expects on a port of its pod: that of the oldest Service that leads there; undefined if
 * the sidecar detects the protocol from the first bytes. (K2)
 */
export function inboundProtocol(index: MeshIndex, workload: Workload, podPort: number): Protocol | undefined {
  const leading = index
    .view(serviceTargets)(workload)
    .find(({ port, targetPort }) => port.protocol !== 'UDP' && targetPort === podPort);
  return leading?.port.protocol;
}
