import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { type BoundGateway, bindingsOf, isNamed, isUsedAt } from '../../../istiod/gateways/gateway-bindings';
import { hostsFor, routesUsedBy } from '../../../istiod/gateways/gateway-servers';
import { hostsMatch } from '../../../istiod/hosts/host-matching';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { isUsedInMesh } from '../../../istiod/virtual-services/match-scope';
import { virtualServicesOf } from '../../../istiod/virtual-services/virtual-services';
import { fieldsOf, objectsIn, textEntries, textsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9230 = {
  code: 'IST9230',
  name: 'GatewayWithoutRoutes',
  level: 'Warning',
  summary:
    'A VirtualService is bound to a Gateway that serves its hosts, but all its HTTP routes are for other gateways.',
  texts: {
    none: (gateway: string, hosts: readonly string[]) =>
      `no route of this VirtualService is for Gateway "${gateway}", so requests there for ${listed(hosts)} get 404; name the Gateway in the gateways of a match, or remove it here`,
  },
} as const satisfies MessageType;

/** The matches of a route decide for which of its gateways istiod builds it. (E2) */
export const gatewaysWithoutRoutes: Rule = {
  name: 'gateways-without-routes',
  reports: [IST9230],
  *check(index) {
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const routes = objectsIn(fieldsOf(object.spec).http);
      if (routes.length === 0 || isDelegate(object)) {
        continue;
      }
      const { isForMesh, gateways } = bindings(object);
      const isUsed = (bound: BoundGateway) =>
        routes.some((route) => isUsedAt(route, bound, object.namespace));
      const unused = gateways.filter((bound) => bound.pods.length > 0 && !isUsed(bound));
      // IST9203 reports routes that no gateway uses.
      if (unused.length > 0 && (gateways.some(isUsed) || (isForMesh && routes.some(isUsedInMesh)))) {
        yield* unused.flatMap((bound) => withoutRoutes(index, object, bound));
      }
    }
  },
};

/** Other VirtualServices may have routes for the hosts. */
function withoutRoutes(index: MeshIndex, object: Manifest, { manifest, servers }: BoundGateway): Finding[] {
  const { namespace, spec } = object;
  const served = servers
    .filter((server) => routesUsedBy(server) === 'http' && !server.redirectsToHttps)
    .flatMap((server) => hostsFor(server, namespace));
  const others = index
    .view(virtualServicesOf)
    .boundTo(fullName(manifest))
    .filter(({ ref }) => ref.name !== object.name || ref.namespace !== namespace)
    .flatMap(({ hosts }) => hosts);
  const hosts = textsIn(fieldsOf(spec).hosts)
    .map((host) => fullHost(host, namespace))
    .filter((host) => served.some((one) => hostsMatch(one, host)))
    .filter((host) => !others.some((other) => hostsMatch(other, host)));
  const [place] =
    textEntries(fieldsOf(spec).gateways).find(([, name]) => isNamed(manifest, name, namespace)) ?? [];
  const text = IST9230.texts.none(fullName(manifest), firstFew(hosts));
  return hosts.length > 0 && place !== undefined
    ? [{ type: IST9230, object, field: ['spec', 'gateways', place], text }]
    : [];
}
