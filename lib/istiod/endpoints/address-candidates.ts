import { type Fields, fieldsOf, numberOf, textOf } from '../../manifests/fields';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { machineOf } from '../workloads/workload-entries';
import type { Candidate } from './candidate';
import { TLS_MODE } from './tls-mode';

/**
 * The candidate that the fields of an endpoint or a WorkloadEntry define. (G7)
 *
 * @param object the WorkloadEntry; absent for an endpoint that the ServiceEntry lists
 */
export function addressCandidate(
  service: MeshService,
  port: MeshPort,
  fields: Fields,
  object?: Manifest,
): Candidate {
  const labels = texts(fields.labels);
  const isInMesh =
    !service.isExternal && (labels[TLS_MODE] === 'istio' || Boolean(textOf(fields.serviceAccount)));
  return {
    labels,
    count: numberOf(fields.weight) || 1,
    port: definedPort(port, fields) ?? (typeof port.targetPort === 'number' ? port.targetPort : port.number),
    // A WorkloadEntry has an address of its own, or one that its network knows.
    address: textOf(fields.address) ?? (object ? '' : service.host),
    ...(object ? { object } : {}),
    ...(isInMesh ? { workload: machineOf(object ?? service.manifest, labels, fields) } : {}),
  };
}

/** The number that an endpoint or a WorkloadEntry gives a port, by the name of the port that it stands for. (G7) */
export function definedPort(
  { name, targetPort }: Pick<MeshPort, 'name' | 'targetPort'>,
  { ports }: Fields,
): number | undefined {
  return numberOf(fieldsOf(ports)[typeof targetPort === 'string' ? targetPort : name]);
}
