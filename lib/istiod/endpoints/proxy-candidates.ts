import type { MeshIndex } from '../mesh-index';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import type { Candidate } from './candidate';
import { selectedCandidates } from './endpoint-candidates';
import { calledAddress, serviceEntryCandidates } from './service-entry-candidates';

/**
 * The endpoints that a proxy has for a port of a host, before a subset is chosen. (G7)
 *
 * @param isGateway whether the proxy is a gateway, which never sends to the address that its client called
 */
export function proxyCandidates(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
  isGateway: boolean,
): readonly Candidate[] {
  if (service.isKubernetes) {
    return selectedCandidates(index, service, port, service.selector ?? {});
  }
  if (service.resolution === 'NONE') {
    return isGateway ? [] : [calledAddress(service, port)];
  }
  return serviceEntryCandidates(index, service, port);
}
