import { fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { addressCandidate } from './address-candidates';
import type { Candidate } from './candidate';
import { selectedCandidates } from './endpoint-candidates';

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
