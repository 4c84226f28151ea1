import { type Fields, fieldsOf } from '../../manifests/fields';
import type { MeshIndex } from '../mesh-index';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { podsAskedFor } from '../workloads/idle-workloads';
import { podPort } from '../workloads/pod-ports';
import { workloadEntriesOf } from '../workloads/workload-entries';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';
import { addressCandidate, definedPort } from './address-candidates';
import type { Candidate } from './candidate';

/** What a Service or a ServiceEntry selects, whatever its ports. */
export interface Selected {
  readonly pods: readonly Workload[];
  /** The WorkloadEntries. */
  readonly machines: readonly Workload[];
}

/** The pods and the WorkloadEntries that a host selects. A headless Service selects pods alone. (G7) */
export function selectedBy(
  index: MeshIndex,
  { namespace, isHeadless }: Pick<MeshService, 'namespace' | 'isHeadless'>,
  selector: Labels,
): Selected {
  return {
    pods: index.view(workloadsOf).selectedBy(selector, namespace),
    machines: isHeadless ? [] : index.view(workloadEntriesOf).selectedBy(selector, namespace),
  };
}

/** The pods and the WorkloadEntries that a host selects, if they have the port. (G7) */
export function selectedCandidates(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
  selector: Labels,
): readonly Candidate[] {
  const { pods, machines } = selectedBy(index, service, selector);
  const candidates: Candidate[] = [];
  for (const workload of pods) {
    const number = podPort(port.targetPort, workload);
    if (number !== undefined) {
      const { labels, manifest: object } = workload;
      const count = index.view(podsAskedFor)(workload);
      candidates.push({ labels, count, port: number, workload, object });
    }
  }
  for (const machine of machines) {
    const fields: Fields = { ...fieldsOf(machine.manifest.spec), labels: machine.labels };
    if (typeof port.targetPort === 'number' || definedPort(port, fields) !== undefined) {
      candidates.push(addressCandidate(service, port, fields, machine.manifest));
    }
  }
  return candidates;
}
