import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshPort } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { isUsedInMesh } from '../../../istiod/virtual-services/match-scope';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { calledPorts, hostPorts, matchedPorts, portsOfUnknownHosts } from '../../common/host-ports';
import type { Rule } from '../../rule';

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

export const IST9228 = {
  code: 'IST9228',
  name: 'DestinationPortOmittedForSome',
  level: 'Warning',
  summary:
    'A route of sidecars names no port, and its destination does not have some of the ports that clients may call.',
  texts: {
    some: (host: string, port: number, missing: readonly number[]) =>
      `without port.number, sidecars use the port that clients call; "${host}" does not have port ${listed(missing)}, so requests to it get 503; add port.number: ${port}, or let the route match only requests to port ${port}`,
  },
} as const satisfies MessageType;

/** Without a port, gateways use the only port of a destination, but sidecars use the port that the client called. (G2) */
export const meshPorts: Rule = {
  name: 'mesh-ports',
  reports: [IST9211, IST9228],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const { virtualService: object, route, field, fullHost } = destination;
      const isRouted = destination.routes === 'http' && destination.takesRequests;
      const only = isRouted && destination.port === undefined ? onlyPortOf(index, destination) : undefined;
      if (!only || !index.view(bindingsOf)(object).isForMesh || !isUsedInMesh(route)) {
        continue;
      }
      const called = calledPorts(route, index.view(hostPorts)(object));
      const unknown = matchedPorts(route, index.view(portsOfUnknownHosts)(object));
      const missing = [...new Set([...called, ...unknown])].filter((port) => port !== only.number);
      if (missing.length > 0) {
        const isForNone = unknown.length === 0 && missing.length === called.length;
        yield isForNone
          ? {
              type: IST9211,
              object,
              field: [...field, 'host'],
              text: IST9211.texts.port(fullHost, only.number, firstFew(missing)),
            }
          : {
              type: IST9228,
              object,
              field: [...field, 'host'],
              text: IST9228.texts.some(fullHost, only.number, firstFew(missing)),
            };
      }
    }
  },
};

/** IST0112 reports a destination with several ports, and IST9210 one with a UDP port. */
function onlyPortOf(index: MeshIndex, { fullHost }: Destination): MeshPort | undefined {
  const [definition, ...others] = index.view(serviceRegistryOf).named(fullHost);
  const [port, ...more] = definition?.ports ?? [];
  const isSimple = others.length === 0 && more.length === 0 && definition?.aliasOf === undefined;
  return isSimple && port?.protocol !== 'UDP' ? port : undefined;
}
