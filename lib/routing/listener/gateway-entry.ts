import type { MeshIndex } from '../../istiod/mesh-index';
import { isOpenToOutside } from '../../istiod/registry/kubernetes-service';
import { serviceTargets } from '../../istiod/workloads/pod-ports';
import type { Workload } from '../../istiod/workloads/workloads';
import type { Manifest } from '../../manifests/manifest';

/** A port of a Service that leads to the pods of a gateway. */
export interface EntryPort {
  readonly service: Manifest;
  readonly number: number;
  /** The port of the pods. */
  readonly targetPort: number;
  /** Whether clients outside the cluster can call the Service. */
  readonly isOpenToOutside: boolean;
}

/** The ports of the Services that select a gateway's pods, oldest Service first. (A2) */
export function entryPorts(index: MeshIndex, gateway: Workload): EntryPort[] {
  return index
    .view(serviceTargets)(gateway)
    .map(({ service: { manifest }, port, targetPort }) => ({
      service: manifest,
      number: port.number,
      targetPort,
      isOpenToOutside: isOpenToOutside(manifest),
    }));
}
