import type { MessageType } from '../../../catalogue/message-type';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import type { MeshPort } from '../../../istiod/registry/mesh-service';
import { isHttp, isTcp, isTls } from '../../../istiod/registry/protocol';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { fieldsOf, objectsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { hostPorts } from '../../common/host-ports';
import type { Rule } from '../../rule';

export const IST9212 = {
  code: 'IST9212',
  name: 'RoutesUnusedByProtocol',
  level: 'Warning',
  summary: 'A VirtualService has routes for a protocol that no port of its hosts has.',
  texts: {
    routes: (list: string, port: string, protocol: string, remedy: string) =>
      `sidecars ignore "${list}" routes for these hosts, whose ports have another protocol (${port} is ${protocol}); ${remedy}`,
    http: () =>
      'name the port of the Service "http-..." or set its appProtocol, or write "tcp" or "tls" routes instead',
    tls: () =>
      'name the port of the Service "tls-..." or set its appProtocol, or write routes for the protocol of the port instead',
    tcp: () =>
      'name the port of the Service "tcp-..." or set its appProtocol, or write "http" routes instead',
  },
} as const satisfies MessageType;

/** Whether sidecars use a list of routes on a port whose protocol is declared. (I6, K2) */
const USES = {
  http: isHttp,
  tls: isTls,
  tcp: isTcp,
} as const;

const LISTS = ['http', 'tls', 'tcp'] as const;

/** Inside the mesh, the protocol of a port decides which routes sidecars use there. (I6) */
export const meshRoutes: Rule = {
  name: 'mesh-routes',
  reports: [IST9212],
  *check(index) {
    const bindings = index.view(bindingsOf);
    const portsOf = index.view(hostPorts);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const { isForMesh, gateways, hasUnknown } = bindings(object);
      const isForMeshAlone = isForMesh && gateways.length === 0 && !hasUnknown && !isDelegate(object);
      const ports = isForMeshAlone ? portsOf(object) : [];
      const [example] = ports;
      for (const list of example ? LISTS : []) {
        const isWritten = objectsIn(fieldsOf(object.spec)[list]).length > 0;
        if (example && isWritten && !ports.some((port) => isUsedOn(port, list))) {
          const remedy = IST9212.texts[list]();
          const text = IST9212.texts.routes(list, nameOf(example), example.protocol ?? '', remedy);
          yield { type: IST9212, object, field: ['spec', list], text };
        }
      }
    }
  },
};

/** Where the first bytes of a connection decide, sidecars may use every list. */
function isUsedOn({ protocol }: MeshPort, list: keyof typeof USES): boolean {
  return protocol === undefined || USES[list](protocol);
}

function nameOf({ number, name }: MeshPort): string {
  return name === '' ? `${number}` : `${number} "${name}"`;
}
