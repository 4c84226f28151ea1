import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed, objectName } from '../../../catalogue/words';
import { gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type MeshService, portOf } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { sidecarScopeFor } from '../../../istiod/sidecar-scope';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { callersOf } from '../../common/callers';
import type { Rule } from '../../rule';

/** Our own: IST0101 reports a port that one definition of the host lacks, whoever follows it. */
export const IST9239 = {
  code: 'IST9239',
  name: 'DestinationPortUnseen',
  level: 'Warning',
  summary:
    'Several objects define the host of a route, and some clients follow one that does not have the port.',
  givesWayTo: ['IST0101'],
  texts: {
    port: (port: number, clients: string, definition: string, ports: readonly number[]) =>
      `${port} is unknown to ${clients}: of the objects that define this host they follow ${definition}, which has port ${listed(ports)}, so requests get 503; add the port there`,
    gateway: (namespace: string) => `the gateway in namespace "${namespace}"`,
    sidecars: (namespace: string) => `sidecars in namespace "${namespace}"`,
  },
} as const satisfies MessageType;

/** Of several definitions of a host, each client follows one, or those of one namespace. (G3) */
export const destinationPorts: Rule = {
  name: 'destination-ports',
  reports: [IST9239],
  *check(index) {
    const registry = index.view(serviceRegistryOf);
    for (const destination of index.view(destinationsOf)) {
      const { port, takesRequests, fullHost, virtualService: object, field } = destination;
      const definitions = takesRequests && port !== undefined ? registry.behind(fullHost) : [];
      const having = definitions.filter((one) => portOf(one, port ?? 0));
      const [first] = having;
      const doDiffer = having.length < definitions.length;
      const lacking = first && doDiffer ? clientWithout(index, destination, first.host) : undefined;
      if (lacking && port !== undefined) {
        const { manifest, ports } = lacking.service;
        const known = firstFew(ports.map(({ number }) => number));
        const text = IST9239.texts.port(port, lacking.clients, objectName(manifest), known);
        yield { type: IST9239, object, field: [...field, 'port', 'number'], text };
      }
    }
  },
};

interface Lacking {
  readonly clients: string;
  /** The definition that they follow. */
  readonly service: MeshService;
}

/** Clients that use the route and know the host, but not with this port. */
function clientWithout(index: MeshIndex, destination: Destination, host: string): Lacking | undefined {
  const { port = 0 } = destination;
  const registry = index.view(serviceRegistryOf);
  for (const { pods } of gatewaysUsing(index, destination)) {
    for (const { namespace } of pods) {
      const service = registry.inScopeOfGateway(host, namespace);
      if (service && !portOf(service, port)) {
        return { clients: IST9239.texts.gateway(namespace), service };
      }
    }
  }
  for (const callers of callersOf(index, destination)) {
    for (const namespace of callers.namespaces()) {
      const [client] = callers.in(namespace);
      const service = client && sidecarScopeFor(index, client).serviceNamed(host);
      if (service && !portOf(service, port)) {
        return { clients: IST9239.texts.sidecars(namespace), service };
      }
    }
  }
  return undefined;
}
