import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceTargets } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';
import type { Manifest } from '../../manifests/manifest';

/** A port of a Service that leads to the pods of a gateway. */
export interface EntryPort {
  readonly service: Manifest;
  readonly number: number;
  /** The pod's. */
  readonly targetPort: number;
}

/** The ports by which the pods of a gateway are called, those of the oldest Service first. (A2) */
export function entryPorts(index: MeshIndex, gateway: Workload): EntryPort[] {
  return index
    .view(serviceTargets)(gateway)
    .map(({ service, port, targetPort }) => ({ service, number: port.number, targetPort }));
}
