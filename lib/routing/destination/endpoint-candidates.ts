import { hasSidecar } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import { podPort } from '../../istiod/workloads/pod-ports';
import { type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { fieldsOf, numberOf } from '../../manifests/fields';
import { POD } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';

/** An endpoint of a Service, before a subset is chosen. */
export interface Candidate {
  readonly labels: Labels;
  /** How many pods it stands for. */
  readonly count: number;
  readonly port: number;
  readonly address?: string;
  readonly workload?: Workload;
  /** The object that defines the endpoint; absent for an address that a ServiceEntry lists. */
  readonly object?: Manifest;
  readonly hasSidecar: boolean;
  /** Whether proxies assume that the endpoint speaks mutual TLS of the mesh. (G11) */
  readonly speaksMeshTls: boolean;
}

/** The label by which proxies know that an endpoint speaks mutual TLS of the mesh: its value is `istio`. (G11) */
export const TLS_MODE = 'security.istio.io/tlsMode';

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
      const isInMesh = hasSidecar(index, workload);
      candidates.push({
        labels: workload.labels,
        count: replicasOf(workload),
        port,
        workload,
        object: workload.manifest,
        hasSidecar: isInMesh,
        // Injection adds the label.
        speaksMeshTls: (workload.labels[TLS_MODE] ?? (isInMesh ? 'istio' : '')) === 'istio',
      });
    }
  }
  return candidates;
}

function replicasOf({ manifest }: Workload): number {
  const replicas = manifest.kind === POD.kind ? undefined : numberOf(fieldsOf(manifest.spec).replicas);
  return replicas === undefined ? 1 : Math.max(0, replicas);
}
