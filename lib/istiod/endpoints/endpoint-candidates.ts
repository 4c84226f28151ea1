import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { replicasOf } from '../workloads/idle-workloads';
import { podPort } from '../workloads/pod-ports';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';

/** An endpoint of a Service, before a subset is chosen. */
export interface Candidate {
  readonly labels: Labels;
  /** How many pods it stands for. */
  readonly count: number;
  readonly port: number;
  /** Absent for pods. */
  readonly address?: string;
  /** Absent for an address outside the mesh. */
  readonly workload?: Workload;
  /** The object that defines the endpoint; absent for an address that a ServiceEntry lists. */
  readonly object?: Manifest;
}

/** The pods that a selector selects, if they have the port. */
export function podCandidates(
  index: MeshIndex,
  selector: Labels,
  namespace: string,
  targetPort: number | string,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const workload of index.view(workloadsOf).selectedBy(selector, namespace)) {
    const port = podPort(targetPort, workload);
    if (port !== undefined) {
      const { labels, manifest: object } = workload;
      candidates.push({ labels, count: replicasOf(workload), port, workload, object });
    }
  }
  return candidates;
}
