import type { MeshIndex } from '../../istiod/mesh-index';
import { type Protocol, protocolOf } from '../../istiod/registry/protocol';
import { serviceTargets } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';

/** The protocol of a pod's port, as the oldest Service says that leads there; undefined if bytes decide. (K2) */
export function inboundProtocol(index: MeshIndex, workload: Workload, podPort: number): Protocol | undefined {
  const leading = index
    .view(serviceTargets)(workload)
    .find(({ port, targetPort }) => port.protocol !== 'UDP' && targetPort === podPort);
  return leading && protocolOf(leading.port.name, leading.port.appProtocol, leading.port.number);
}
