import type { MeshIndex } from '../../istiod/mesh-index';
import type { Protocol } from '../../istiod/registry/protocol';
import { podPort, selectingPorts } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';

/**
 * The protocol that a sidecar expects on a port of its pod: that of the oldest Service that leads there; undefined if
 * the sidecar detects the protocol from the first bytes. (K2)
 */
export function inboundProtocol(index: MeshIndex, workload: Workload, number: number): Protocol | undefined {
  const leading = index
    .view(selectingPorts)(workload)
    .find(({ port }) => port.protocol !== 'UDP' && podPort(port.targetPort, workload) === number);
  return leading?.port.protocol;
}
