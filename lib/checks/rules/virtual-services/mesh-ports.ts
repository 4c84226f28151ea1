import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshPort } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/destinations';
import { isUsedInMesh } from '../../../istiod/virtual-services/match-scope';
import type { Rule } from '../../rule';
import { calledPorts, hostPorts } from '../../shared/host-ports';

export const IST9211 = {
  code: 'IST9211',
  name: 'DestinationPortOmitted',
  level: 'Error',
  summary: 'A route of sidecars names no port, and its destination does not have the port that clients call.',
  texts: {
    port: (host: string, port: number, called: readonly number[]) =>
      `without port.number, sidecars use the port that clients call, ${listed(called)}, which "${host}" does not have, so requests get 503; add port.number: ${port}`,
  },
} as const satisfies MessageType;

/** Without a port, gateways use the only port of a destination, but sidecars use the port that the client called. (G2) */
export const meshPorts: Rule = {
  name: 'mesh-ports',
  reports: [IST9211],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const { virtualService: object, route, field, fullHost } = destination;
      const isRouted = destination.routes === 'http' && destination.takesRequests;
      const only = isRouted && destination.port === undefined ? onlyPortOf(index, destination) : undefined;
      if (!only || !index.view(bindingsOf)(object).isForMesh || !isUsedInMesh(route)) {
        continue;
      }
      const called = calledPorts(route, index.view(hostPorts)(object));
      if (called.length > 0 && !called.includes(only.number)) {
        const text = IST9211.texts.port(fullHost, only.number, firstFew(called));
        yield { type: IST9211, object, field: [...field, 'host'], text };
      }
    }
  },
};

/** IST0112 reports a destination with several ports. */
function onlyPortOf(index: MeshIndex, { fullHost }: Destination): MeshPort | undefined {
  const [definition, ...others] = index.view(serviceRegistryOf).named(fullHost);
  const [port, ...more] = definition?.ports ?? [];
  const isSimple = others.length === 0 && more.length === 0 && definition?.aliasOf === undefined;
  return isSimple ? port : undefined;
}
