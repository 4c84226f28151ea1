import type { Finding } from '../../../catalogue/finding';
import { IST0118, IST0150 } from '../../../catalogue/istio-workload-codes';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type ServicePort, servicePorts, serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { protocolOf } from '../../../istiod/registry/protocol';
import { podPort, portNames } from '../../../istiod/workloads/pod-ports';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { SERVICE } from '../../../manifests/kinds';
import { isRecord, type Manifest } from '../../../manifests/manifest';
import { isControlPlane, isManagedByIstiod } from '../../common/control-plane';
import { advisedName, advisedPrefix } from '../../common/port-name-advice';
import type { Rule } from '../../rule';

/** The name of a Service's port says its protocol, or the first bytes of each connection decide. (K1) */
export const servicePortNames: Rule = {
  name: 'service-port-names',
  reports: [IST0118, IST0150],
  *check(index) {
    for (const service of index.all(SERVICE)) {
      if (!isControlPlane(service) && !isManagedByIstiod(service)) {
        for (const port of servicePorts(service)) {
          yield* checkPort(index, service, port);
        }
      }
    }
  },
};

function* checkPort(index: MeshIndex, object: Manifest, port: ServicePort): Iterable<Finding> {
  const { name, number, place, protocol, appProtocol } = port;
  const isUnknown = protocolOf(name, appProtocol, number, protocol) === undefined;
  const isExternal = isRecord(object.spec) && object.spec.type === 'ExternalName';
  const field = ['spec', 'ports', place, appProtocol === undefined ? 'name' : 'appProtocol'];
  if (isExternal && (isUnknown || name === 'tcp')) {
    yield { type: IST0150, object, field, text: IST0150.texts.port(number) };
  } else if (isUnknown) {
    yield { type: IST0118, object, field, text: unknownProtocol(index, object, port) };
  }
}

function unknownProtocol(index: MeshIndex, service: Manifest, port: ServicePort): string {
  const { appProtocol: unknownAppProtocol, undecided, unknown, unnamed } = IST0118.texts;
  const { name, number, appProtocol } = port;
  const prefix = prefixFor(index, service, port);
  if (appProtocol !== undefined) {
    return unknownAppProtocol(appProtocol, number, prefix ? `"${prefix}"` : '"http" or "tcp"');
  }
  if (name === '') {
    return unnamed(number, prefix ?? 'http');
  }
  return prefix ? unknown(name, number, advisedName(prefix, name)) : undecided(name, number);
}

function prefixFor(index: MeshIndex, service: Manifest, port: ServicePort): string | undefined {
  const { name, number, appProtocol, targetPort } = port;
  const selector = serviceSelector(service);
  const [workload] = selector ? index.view(workloadsOf).selectedBy(selector, service.namespace) : [];
  const target = workload ? podPort(targetPort, workload) : targetPort;
  const names = workload && typeof target === 'number' ? portNames(target, workload) : [];
  const targetName = typeof targetPort === 'string' ? [targetPort] : [];
  const numbers = typeof target === 'number' ? [target, number] : [number];
  return advisedPrefix(appProtocol ?? name, [...targetName, ...names], numbers);
}
