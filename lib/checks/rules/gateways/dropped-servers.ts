import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import type { GatewayServer } from '../../../istiod/gateways/gateway-servers';
import { mergedServers } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysByName } from '../../../istiod/gateways/gateways';
import type { DroppedServer } from '../../../istiod/gateways/merge-servers';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { FieldPath } from '../../../manifests/manifest';
import { exemplaryGateways } from '../../common/gateway-pods';
import type { Rule } from '../../rule';

export const IST9205 = {
  code: 'IST9205',
  name: 'GatewayServerDropped',
  level: 'Warning',
  summary: 'Two servers on the same pods and port exclude each other, and istiod drops the younger one.',
  texts: {
    host: (host: string, other: string, port: number) =>
      `"${host}" is served over TLS by ${other} too, on port ${port} of the same pods, and istiod drops the younger server as a whole; serve each host once`,
    protocol: (protocol: string, other: string, otherProtocol: string, port: number) =>
      `${protocol} shares port ${port} of the same pods with ${otherProtocol} of ${other}, and istiod drops the younger server; give them ports of their own`,
  },
} as const satisfies MessageType;

/** On one port of a pod servers may exclude each other, and istiod drops the younger one without a word. (A6) */
export const droppedServers: Rule = {
  name: 'dropped-servers',
  reports: [IST9205],
  *check(index) {
    const reported = new Set<GatewayServer>();
    for (const gateway of index.view(exemplaryGateways)) {
      for (const { port, dropped } of index.view(mergedServers)(gateway).values()) {
        for (const one of dropped.filter(({ server }) => !reported.has(server))) {
          reported.add(one.server);
          yield* findingOn(index, one, port);
        }
      }
    }
  },
};

function* findingOn(index: MeshIndex, dropped: DroppedServer, port: number): Iterable<Finding> {
  const { server } = dropped;
  const object = index.view(gatewaysByName).get(server.gatewayName)?.manifest;
  const conflict = conflictOf(dropped, port);
  if (object && conflict && !isKnownOtherwise(server, conflict.other)) {
    yield { type: IST9205, object, field: [...server.field, ...conflict.field], text: conflict.text };
  }
}

interface Conflict {
  /** The place in the server that is reported. */
  readonly field: FieldPath;
  /** The older server that is kept. */
  readonly other: GatewayServer;
  readonly text: string;
}

function conflictOf(dropped: DroppedServer, port: number): Conflict | undefined {
  const { server } = dropped;
  switch (dropped.is) {
    case 'repeated hosts': {
      const [{ host, other }] = dropped.hosts;
      const text = IST9205.texts.host(host.written, nameOf(other, server), port);
      return { field: ['hosts', host.place], other, text };
    }
    case 'conflicting protocol': {
      const { other } = dropped;
      // An unknown protocol is reported by itself.
      if (!server.protocol || !other.protocol) {
        return undefined;
      }
      const text = IST9205.texts.protocol(server.protocol, nameOf(other, server), other.protocol, port);
      return { field: ['port', 'protocol'], other, text };
    }
    case 'repeated route table':
      // That two ports of a Gateway have the same name is reported by itself.
      return undefined;
  }
}

/** Whether other rules see it: those about one Gateway alone, and IST0145 about a host that several have. */
function isKnownOtherwise(a: GatewayServer, b: GatewayServer): boolean {
  const haveSameHost = b.ref.hosts.some((host) => a.ref.hosts.includes(host));
  return a.port === b.port && (a.gatewayName === b.gatewayName || haveSameHost);
}

function nameOf({ ref, gatewayName }: GatewayServer, seenFrom: GatewayServer): string {
  return gatewayName === seenFrom.gatewayName ? `server ${ref.index}` : `Gateway "${fullName(ref.gateway)}"`;
}
