import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { type BoundGateway, bindingsOf, gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import { hostsFor, routesUsedBy } from '../../../istiod/gateways/gateway-servers';
import { hostsMatch } from '../../../istiod/hosts/host-matching';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type MeshService, portOf } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { isUsedInMesh } from '../../../istiod/virtual-services/match-scope';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { fieldsOf, objectsIn, textsIn } from '../../../manifests/fields';
import { calledPorts, matchedPorts, portsOfKnownHosts, portsOfUnknownHosts } from '../../common/host-ports';
import type { Rule } from '../../rule';

export const IST9227 = {
  code: 'IST9227',
  name: 'ExternalNameWithoutPort',
  level: 'Warning',
  summary: 'A route leads to a Service of type ExternalName that does not have the port that is called.',
  texts: {
    mesh: (host: string, target: string, ports: readonly number[]) =>
      `"${host}" does not have port ${listed(ports)}, which clients call, so sidecars do not look up that it is another name of "${target}", and requests get 503; add the port to the Service, or name "${target}" here`,
    gateway: (host: string, target: string, ports: readonly number[]) =>
      `"${host}" has no port, so requests to port ${listed(ports)} of the gateway go to the same port of "${target}", which does not have it, and get 503; add port.number`,
  },
} as const satisfies MessageType;

/** Proxies take a Service of type ExternalName for the host that it stands for, but look at its own ports. (G2, G3) */
export const aliasPorts: Rule = {
  name: 'alias-ports',
  reports: [IST9227],
  *check(index) {
    const registry = index.view(serviceRegistryOf);
    if (!registry.all.some(({ aliasOf }) => aliasOf !== undefined)) {
      return;
    }
    for (const destination of index.view(destinationsOf)) {
      const [alias, ...others] = registry.named(destination.fullHost);
      const [target] = registry.behind(destination.fullHost);
      const isAlias = others.length === 0 && alias?.aliasOf !== undefined;
      if (isAlias && target && destination.takesRequests && destination.routes === 'http') {
        const finding =
          ofSidecars(index, destination, alias) ?? ofGateways(index, destination, alias, target);
        if (finding) {
          yield finding;
        }
      }
    }
  },
};

/** A sidecar looks only at Services with the port that its client called. (G2) */
function ofSidecars(index: MeshIndex, destination: Destination, alias: MeshService): Finding | undefined {
  const { virtualService: object, route, field } = destination;
  if (!index.view(bindingsOf)(object).isForMesh || !isUsedInMesh(route)) {
    return undefined;
  }
  const called = [
    ...new Set([
      ...calledPorts(route, index.view(portsOfKnownHosts)(object)),
      ...matchedPorts(route, index.view(portsOfUnknownHosts)(object)),
    ]),
  ];
  const text = IST9227.texts.mesh(alias.host, alias.aliasOf ?? '', firstFew(called));
  return called.length > 0 && !called.some((port) => portOf(alias, port))
    ? { type: IST9227, object, field: [...field, 'host'], text }
    : undefined;
}

/** A gateway takes the port of the server where neither the route nor the Service says one. */
function ofGateways(
  index: MeshIndex,
  destination: Destination,
  alias: MeshService,
  target: MeshService,
): Finding | undefined {
  const { virtualService: object, field, port } = destination;
  if (port !== undefined || alias.ports.length > 0) {
    return undefined;
  }
  const ports = gatewaysUsing(index, destination)
    .filter(({ pods }) => pods.length > 0)
    .flatMap((bound) => portsOf(bound, destination));
  const missing = [...new Set(ports)].filter((one) => !portOf(target, one));
  const text = IST9227.texts.gateway(alias.host, target.host, missing);
  return missing.length > 0 ? { type: IST9227, object, field: [...field, 'host'], text } : undefined;
}

/** The ports at which a Gateway takes requests for a route. */
function portsOf({ servers }: BoundGateway, { virtualService, route }: Destination): number[] {
  const { namespace, spec } = virtualService;
  const hosts = textsIn(fieldsOf(spec).hosts).map((host) => fullHost(host, namespace));
  const wanted = objectsIn(route.match).map(({ port }) => port);
  return (
    servers
      .filter((server) => routesUsedBy(server) === 'http' && !server.redirectsToHttps)
      // A delegate has no hosts of its own. (C3)
      .filter(
        (server) =>
          hosts.length === 0 ||
          hostsFor(server, namespace).some((served) => hosts.some((host) => hostsMatch(served, host))),
      )
      .map(({ port }) => port)
      .filter((port) => wanted.length === 0 || wanted.includes(undefined) || wanted.includes(port))
  );
}
