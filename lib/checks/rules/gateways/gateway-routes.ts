import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { gatewayHosts } from '../../../istiod/gateways/gateway-hosts';
import type { RouteList } from '../../../istiod/gateways/gateway-servers';
import { fullHost } from '../../../istiod/hosts/service-host';
import { isDelegate } from '../../../istiod/virtual-services/delegates';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9204 = {
  code: 'IST9204',
  name: 'RoutesUnusedAtGateway',
  level: 'Warning',
  summary: 'A VirtualService has routes of a sort that no server of its gateways uses.',
  texts: {
    routes: (list: string, gateways: readonly string[], used: readonly string[], remedy: string) =>
      `no server of Gateway ${listed(gateways)} for these hosts uses "${list}" routes, but ${used.length === 0 ? 'none at all' : `only ${listed(used)}`}; ${remedy}`,
    terminate: () =>
      'where the server shall terminate TLS, set its protocol to HTTPS and its tls.mode to SIMPLE, or write "tls" routes',
    plain: () => 'let a server speak HTTP, or write the routes in the list that is used',
    passThrough: () => 'for routes by SNI let the server have protocol TLS and tls.mode PASSTHROUGH',
    bytes: () => 'let a server speak TCP, or terminate TLS with protocol TLS',
  },
} as const satisfies MessageType;

const LISTS = ['http', 'tls', 'tcp'] as const;

/** Protocol and TLS of a server decide which list of routes it reads; of the others it says nothing. (A5) */
export const gatewayRoutes: Rule = {
  name: 'gateway-routes',
  reports: [IST9204],
  *check(index) {
    const bindings = index.view(bindingsOf);
    const { routesFor } = index.view(gatewayHosts);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const { isForMesh, hasUnknown, gateways } = bindings(object);
      if (isForMesh || hasUnknown || isDelegate(object)) {
        continue;
      }
      const hosts = textEntries(fieldsOf(object.spec).hosts).map(([, host]) =>
        fullHost(host, object.namespace),
      );
      const used = new Set(
        gateways.flatMap((bound) => hosts.flatMap((host) => [...routesFor(bound, host, object.namespace)])),
      );
      // Without any server for these hosts, IST0132 has said what is to be said.
      for (const list of used.size > 0 ? LISTS : []) {
        const routes = fieldsOf(object.spec)[list];
        if (Array.isArray(routes) && routes.length > 0 && !used.has(list)) {
          const names = firstFew(gateways.map(({ manifest }) => fullName(manifest)));
          const others = [...used].filter((one) => one !== 'none');
          const text = IST9204.texts.routes(list, names, others, remedyFor(list, used));
          yield { type: IST9204, object, field: ['spec', list], text };
        }
      }
    }
  },
};

function remedyFor(list: (typeof LISTS)[number], used: ReadonlySet<RouteList>): string {
  const { terminate, plain, passThrough, bytes } = IST9204.texts;
  if (list === 'http') {
    return used.has('tls') ? terminate() : plain();
  }
  return list === 'tls' ? passThrough() : bytes();
}
