import type { Finding } from '../../../catalogue/finding';
import { IST0118, IST0150 } from '../../../catalogue/istio-workload-codes';
import { type ServicePort, servicePorts } from '../../../istiod/registry/kubernetes-service';
import { protocolOf } from '../../../istiod/registry/protocol';
import { SERVICE } from '../../../manifests/kinds';
import { isRecord, type Manifest } from '../../../manifests/manifest';
import { isControlPlane } from '../../common/control-plane';
import type { Rule } from '../../rule';

/** The name of a Service's port says its protocol, or the first bytes of each connection decide. (K1) */
export const servicePortNames: Rule = {
  name: 'service-port-names',
  reports: [IST0118, IST0150],
  *check(index) {
    for (const service of index.all(SERVICE)) {
      if (!isControlPlane(service)) {
        for (const port of servicePorts(service)) {
          yield* checkPort(service, port);
        }
      }
    }
  },
};

function* checkPort(object: Manifest, port: ServicePort): Iterable<Finding> {
  const { name, number, place, protocol, appProtocol } = port;
  const isUnknown = protocolOf(name, appProtocol, number, protocol) === undefined;
  const isExternal = isRecord(object.spec) && object.spec.type === 'ExternalName';
  const field = ['spec', 'ports', place, appProtocol === undefined ? 'name' : 'appProtocol'];
  if (isExternal && (isUnknown || name === 'tcp')) {
    yield { type: IST0150, object, field, text: IST0150.texts.port(number) };
  } else if (isUnknown) {
    yield { type: IST0118, object, field, text: unknownProtocol(port) };
  }
}

function unknownProtocol({ name, number, appProtocol }: ServicePort): string {
  const { appProtocol: unknownAppProtocol, unknown, unnamed } = IST0118.texts;
  if (appProtocol !== undefined) {
    return unknownAppProtocol(appProtocol, number);
  }
  return name === '' ? unnamed(number) : unknown(name, number);
}
