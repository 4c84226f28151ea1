import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { gatewayHosts } from '../../../istiod/gateways/gateway-hosts';
import type { RouteList } from '../../../istiod/gateways/gateway-servers';
import { fullHost } from '../../../istiod/hosts/service-host';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9204 = {
  code: 'IST9204',
  name: 'RoutesUnusedAtGateway',
  level: 'Warning',
  summary: 'A VirtualService has a list of routes that no server of its gateways uses.',
  texts: {
    routes: (list: string, gateways: readonly string[], used: readonly string[], remedy: string) =>
      `no server of Gateway ${listed(gateways)} for these hosts uses "${list}" routes; they use ${used.length === 0 ? 'no routes' : `only ${listed(used)}`}; ${remedy}`,
    terminate: () =>
      'to terminate TLS, set the protocol of a server to HTTPS and its tls.mode to SIMPLE, or else write "tls" routes',
    plain: () => 'add a server with protocol HTTP, or write the routes in a list that is used',
    passThrough: () =>
      'for routes by SNI, set the protocol of a server to TLS and its tls.mode to PASSTHROUGH',
    bytes: () => 'add a server with protocol TCP, or one with protocol TLS that terminates TLS',
  },
} as const satisfies MessageType;

const LISTS = ['http', 'tls', 'tcp'] as const;

/** The protocol and the TLS mode of a server decide which list of routes it uses. (A5) */
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
      // IST0132 reports that no server has these hosts.
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
