import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { namespaceMode, serverTls } from '../../../istiod/policies/peer-authentication';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { PEER_AUTHENTICATION } from '../../../manifests/kinds';
import { hasTlsSettings } from '../../common/tls-settings';
import type { Rule } from '../../rule';

export const IST9240 = {
  code: 'IST9240',
  name: 'HeadlessServiceWithoutMutualTls',
  level: 'Warning',
  summary:
    'A PeerAuthentication disables mutual TLS for pods of a headless Service, whose clients send it all the same.',
  texts: {
    sent: (service: string, port: number) =>
      `is DISABLE, and sidecars that call port ${port} of headless Service "${service}" send mutual TLS all the same, because they do not look at single pods there, so their requests fail; add a DestinationRule with tls mode DISABLE for the Service, or remove the mode`,
  },
} as const satisfies MessageType;

/** For requests to the address that a client chose, only the modes of namespaces and of the mesh count. (G11) */
export const headlessWithoutMutualTls: Rule = {
  name: 'headless-without-mutual-tls',
  reports: [IST9240],
  *check(index) {
    if (index.all(PEER_AUTHENTICATION).length === 0 || index.mesh.enableAutoMtls === false) {
      return;
    }
    for (const service of index.view(serviceRegistryOf).all) {
      if (service.isHeadless && service.selector && namespaceMode(index, service.namespace) !== 'DISABLE') {
        yield* disabledPorts(index, service);
      }
    }
  },
};

function* disabledPorts(index: MeshIndex, service: MeshService): Iterable<Finding> {
  const { host, manifest, namespace, selector = {} } = service;
  const pods = index.view(workloadsOf).selectedBy(selector, namespace);
  const [pod] = pods;
  // If one of the pods has no sidecar, clients send plaintext to all of them.
  if (!pod || !pods.every((one) => hasSidecar(index, one)) || index.view(hasTlsSettings)(host)) {
    return;
  }
  // Clients call the pods themselves, so the target port does not matter.
  for (const { number } of service.ports) {
    const { by, mode, scope } = serverTls(index, pod, number);
    const policy = by && index.get(PEER_AUTHENTICATION, by.namespace, by.name);
    if (policy && mode === 'DISABLE' && (scope === 'port' || scope === 'workload')) {
      const at = scope === 'port' ? ['portLevelMtls', String(number)] : ['mtls'];
      const text = IST9240.texts.sent(fullName(manifest), number);
      yield { type: IST9240, object: policy, field: ['spec', ...at, 'mode'], text };
    }
  }
}
