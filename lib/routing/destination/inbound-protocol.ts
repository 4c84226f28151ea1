import type { MeshIndex } from '../../istiod/mesh-index';
import type { Protocol } from '../../istiod/registry/protocol';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { podPort } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';

/**
 * The protocol that a sidecar expects on a port of its pod: that of the oldest Service that leads there; undefined if
 * the sidecar detects the protocol from the first bytes. (K2)
 */
export function inboundProtocol(index: MeshIndex, workload: Workload, number: number): Protocol | undefined {
  for (const { ports } of index.view(selectingServices)(workload)) {
    const leading = ports.find(
      ({ protocol, targetPort }) => protocol !== 'UDP' && podPort(targetPort, workload) === number,
    );
    if (leading) {
      return leading.protocol;
    }
  }
  return undefined;
}
