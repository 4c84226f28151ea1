import type { Finding } from '../../../catalogue/finding';
import { IST0101, IST0112 } from '../../../catalogue/istio-traffic-codes';
import { serviceNamed } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { analyzerHosts, unreadHosts } from '../../../istiod/registry/analyzer-hosts';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { whyUnread } from '../../../istiod/revision';
import {
  type Destination,
  destinationsOf,
  replacedDestinations,
} from '../../../istiod/virtual-services/route-destinations';
import { fieldsOf, textsIn } from '../../../manifests/fields';
import { SERVICE } from '../../../manifests/kinds';
import { areHostsShown, serviceMeantBy } from '../../common/shown';
import type { Rule } from '../../rule';

/** Envoy answers 503 where a route leads to a host or a port that does not exist. (G1, G2) */
export const destinationHosts: Rule = {
  name: 'destination-hosts',
  reports: [IST0101, IST0112],
  *check(index) {
    const hosts = index.view(analyzerHosts);
    // Istio reports them of every object of a repeated name.
    for (const destination of [...index.view(destinationsOf), ...replacedDestinations(index)]) {
      const { host, field, virtualService } = destination;
      const exportTo = textsIn(fieldsOf(virtualService.spec).exportTo);
      const known = hosts.find(host, virtualService.namespace, exportTo);
      if (known) {
        yield* checkPort(destination, known);
      } else if (!isUnreadable(index, destination)) {
        const unread = index.view(unreadHosts).find(host, virtualService.namespace, exportTo);
        const text = unread
          ? IST0101.texts.unread(host, whyUnread(unread.manifest))
          : unknownHost(index, destination);
        yield { type: IST0101, object: virtualService, field: [...field, 'host'], text };
      }
    }
  },
};

function unknownHost(index: MeshIndex, { host, fullHost }: Destination): string {
  const service = serviceMeantBy(index, host);
  return service === undefined
    ? IST0101.texts.host(host, areHostsShown(index, fullHost))
    : IST0101.texts.incompleteHost(host, service);
}

function* checkPort(destination: Destination, service: MeshService): Iterable<Finding> {
  const ports = service.ports.map(({ number }) => number);
  const { host, port, field, virtualService: object } = destination;
  if (port === undefined) {
    if (ports.length > 1) {
      yield { type: IST0112, object, field: [...field, 'host'], text: IST0112.texts.port(host, ports) };
    }
  } else if (!ports.includes(port)) {
    const text = IST0101.texts.port(port, host, ports);
    yield { type: IST0101, object, field: [...field, 'port', 'number'], text };
  }
}

/** Whether the host is a Service that exists, but whose fields are not known. */
function isUnreadable(index: MeshIndex, { fullHost }: Destination): boolean {
  const service = serviceNamed(fullHost);
  return (
    service !== undefined &&
    index.get(SERVICE, service.namespace, service.name) === undefined &&
    index.has(SERVICE, service.namespace, service.name)
  );
}
