import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { hasSidecar } from '../../../istiod/injection/injection';
import { type ServicePort, servicePorts } from '../../../istiod/registry/kubernetes-service';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { isHttp, type Protocol, protocolOf } from '../../../istiod/registry/protocol';
import { selectingServices } from '../../../istiod/registry/selecting-services';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Our own: Istio says nothing of Services that disagree about incoming connections. (K2) */
export const IST9105 = {
  code: 'IST9105',
  name: 'ConflictingTargetPortProtocols',
  level: 'Warning',
  summary: 'Services that select the same pods disagree whether a port of the pods speaks HTTP.',
  texts: {
    protocol: (protocol: string, target: string | number, other: string, otherProtocol: string) =>
      `says that target port "${target}" speaks ${protocol}, but the older Service "${other}" says ${otherProtocol}, which istiod uses; use one protocol`,
  },
} as const satisfies MessageType;

/** The oldest Service decides the protocol of incoming connections, so no other may say HTTP where it says TCP or TLS. (K2) */
export const targetPortProtocols: Rule = {
  name: 'target-port-protocols',
  reports: [IST9105],
  *check(index) {
    const selecting = index.view(selectingServices);
    const seen = new Set<readonly MeshService[]>();
    for (const workload of index.view(workloadsOf).all) {
      const services = selecting(workload);
      if (services.length === 1 && services.every(({ ports }) => ports.length === 1)) {
        continue;
      }
      if (!seen.has(services) && hasSidecar(index, workload)) {
        seen.add(services);
        yield* conflictsAmong(services);
      }
    }
  },
};

/** Compares each port with the oldest Service that has it. IST0116 and IST0137 report other numbers and other transports. */
function* conflictsAmong(services: readonly MeshService[]): Iterable<Finding> {
  const first = new Map<string, { service: Manifest; protocol: Protocol }>();
  for (const { manifest: service } of services) {
    for (const port of servicePorts(service)) {
      const protocol = knownProtocol(port);
      if (!protocol) {
        continue;
      }
      const key = `${port.number} ${port.targetPort}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, { service, protocol });
      } else if (isHttp(other.protocol) !== isHttp(protocol)) {
        yield conflict(service, port, protocol, other);
      }
    }
  }
}

function knownProtocol({ name, number, protocol, appProtocol }: ServicePort): Protocol | undefined {
  return protocol === 'TCP' ? protocolOf(name, appProtocol, number, protocol) : undefined;
}

function conflict(
  object: Manifest,
  { place, targetPort, appProtocol }: ServicePort,
  protocol: Protocol,
  other: { readonly service: Manifest; readonly protocol: Protocol },
): Finding {
  const name = `${other.service.namespace}/${other.service.name}`;
  return {
    type: IST9105,
    object,
    field: ['spec', 'ports', place, appProtocol === undefined ? 'name' : 'appProtocol'],
    text: IST9105.texts.protocol(protocol, targetPort, name, other.protocol),
  };
}
