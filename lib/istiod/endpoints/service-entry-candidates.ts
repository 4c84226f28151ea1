import { type Fields, fieldsOf, numberOf, objectsIn, optionalFields, textOf } from '../../manifests/fields';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { workloadEntriesOf } from '../workloads/workload-entries';
import type { Labels, Workload } from '../workloads/workloads';
import { type Candidate, podCandidates } from './endpoint-candidates';
import { TLS_MODE } from './tls-mode';

/** The endpoints that a ServiceEntry selects, lists, or leaves to DNS. (G7) */
export function serviceEntryCandidates(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
): readonly Candidate[] {
  const spec = fieldsOf(service.manifest.spec);
  const selector = optionalFields(spec.workloadSelector);
  if (selector) {
    return selectedCandidates(index, service, port, texts(selector.labels));
  }
  const listed = objectsIn(spec.endpoints);
  if (listed.length > 0) {
    return listed.map((endpoint) => addressCandidate(service, port, endpoint));
  }
  const isResolvedByName = service.resolution.includes('DNS');
  const isResolvable = !service.host.startsWith('*') || service.resolution === 'DYNAMIC_DNS';
  return isResolvedByName && isResolvable ? [addressCandidate(service, port, {})] : [];
}

/** The address that an application called, which its sidecar forwards to under resolution NONE. (G7) */
export function calledAddress(service: MeshService, port: MeshPort): Candidate {
  return { ...addressCandidate(service, port, {}), port: port.number };
}

function selectedCandidates(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
  labels: Labels,
): readonly Candidate[] {
  const entries = index.view(workloadEntriesOf).selectedBy(labels, service.namespace);
  return [
    ...podCandidates(index, labels, service.namespace, port.targetPort),
    ...entries.map((entry) => {
      const fields = { ...fieldsOf(entry.manifest.spec), labels: entry.labels };
      return addressCandidate(service, port, fields, entry.manifest);
    }),
  ];
}

/**
 * The candidate that the fields of an endpoint or a WorkloadEntry define.
 *
 * @param object the WorkloadEntry; absent for an endpoint that the ServiceEntry lists
 */
function addressCandidate(
  service: MeshService,
  port: MeshPort,
  fields: Fields,
  object?: Manifest,
): Candidate {
  const labels = texts(fields.labels);
  const isInMesh =
    !service.isExternal && (labels[TLS_MODE] === 'istio' || Boolean(textOf(fields.serviceAccount)));
  const definedPort = numberOf(fieldsOf(fields.ports)[port.name]);
  return {
    labels,
    count: 1,
    port: definedPort ?? (typeof port.targetPort === 'number' ? port.targetPort : port.number),
    // A WorkloadEntry has an address of its own, or one that its network knows.
    address: textOf(fields.address) ?? (object ? '' : service.host),
    ...(object ? { object } : {}),
    ...(isInMesh ? { workload: machineOf(object ?? service.manifest, labels, fields) } : {}),
  };
}

/** A machine in the mesh. Policies apply to it as they do to a pod. */
function machineOf(manifest: Manifest, labels: Labels, fields: Fields): Workload {
  const { name, namespace, annotations } = manifest;
  return {
    manifest,
    name,
    namespace,
    labels,
    annotations,
    pod: { serviceAccountName: fields.serviceAccount },
  };
}
