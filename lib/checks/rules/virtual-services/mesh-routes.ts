import type { MessageType } from '../../../catalogue/message-type';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshPort } from '../../../istiod/registry/mesh-service';
import { meshServicesOf } from '../../../istiod/registry/mesh-services';
import { isHttp, isTcp, isTls } from '../../../istiod/registry/protocol';
import { isDelegate } from '../../../istiod/virtual-services/delegates';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9212 = {
  code: 'IST9212',
  name: 'RoutesUnusedByProtocol',
  level: 'Warning',
  summary: 'A VirtualService has routes of a sort that its hosts have no port for.',
  texts: {
    routes: (list: string, port: string, protocol: string, remedy: string) =>
      `sidecars ignore "${list}" routes for these hosts, whose ports are of another protocol (${port} is ${protocol}); ${remedy}`,
    http: () =>
      'name the port of the Service "http-..." or set its appProtocol, or write the routes as "tcp" or "tls"',
    tls: () =>
      'name the port of the Service "tls-..." or set its appProtocol, or write the routes in the list of that protocol',
    tcp: () => 'name the port of the Service "tcp-..." or set its appProtocol, or write the routes as "http"',
  },
} as const satisfies MessageType;

/** Whether sidecars use a list of routes on a port whose protocol is declared. (I6, K2) */
const USES = {
  http: isHttp,
  tls: isTls,
  tcp: isTcp,
} as const;

/** Inside the mesh the protocol of a Service's port decides which routes count for it. (I6) */
export const meshRoutes: Rule = {
  name: 'mesh-routes',
  reports: [IST9212],
  *check(index) {
    const services = index.view(meshServicesOf);
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const { isForMesh, gateways, hasUnknown } = bindings(object);
      if (!isForMesh || gateways.length > 0 || hasUnknown || isDelegate(object)) {
        continue;
      }
      const spec = fieldsOf(object.spec);
      const definitions = textEntries(spec.hosts).map(([, host]) =>
        services.named(fullHost(host, object.namespace)),
      );
      const ports = definitions.flat().flatMap((one) => one.ports);
      const [example] = ports;
      if (definitions.some(({ length }) => length === 0) || !example) {
        continue;
      }
      for (const list of ['http', 'tls', 'tcp'] as const) {
        const routes = spec[list];
        if (Array.isArray(routes) && routes.length > 0 && !ports.some((port) => isUsedOn(port, list))) {
          const remedy = IST9212.texts[list]();
          const text = IST9212.texts.routes(list, nameOf(example), example.protocol ?? '', remedy);
          yield { type: IST9212, object, field: ['spec', list], text };
        }
      }
    }
  },
};

/** Where the first bytes decide, all may be used. */
function isUsedOn({ protocol }: MeshPort, list: keyof typeof USES): boolean {
  return protocol === undefined || USES[list](protocol);
}

function nameOf({ number, name }: MeshPort): string {
  return name === '' ? `${number}` : `${number} "${name}"`;
}
