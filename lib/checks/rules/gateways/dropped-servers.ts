import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { type BoundGateway, boundGateways } from '../../../istiod/gateways/gateway-bindings';
import { gatewayPods, gatewaySelector } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { oldestFirst } from '../../../istiod/oldest-first';
import { isHttp } from '../../../istiod/registry/protocol';
import { podPorts } from '../../../istiod/workloads/pod-ports';
import { SelectorIndex } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { GATEWAY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9205 = {
  code: 'IST9205',
  name: 'GatewayServerDropped',
  level: 'Warning',
  summary: 'Two servers on the same pods and port exclude each other, and the younger one is dropped.',
  texts: {
    host: (host: string, other: string, port: number) =>
      `"${host}" is served over TLS by ${other} too, on port ${port} of the same pods, and istiod drops the younger server as a whole; serve each host once`,
    protocol: (protocol: string, other: string, otherProtocol: string, port: number) =>
      `${protocol} shares port ${port} of the same pods with ${otherProtocol} of ${other}, and istiod drops the younger server; give them ports of their own`,
  },
} as const satisfies MessageType;

type Server = BoundGateway['servers'][number];

/** A server as it is on a pod. */
interface OpenServer {
  readonly gateway: Manifest;
  readonly server: Server;
  /** What the pod listens on for it. */
  readonly port: number;
}

/** On one port of a pod servers may exclude each other, and the younger one is lost in silence. (A6) */
export const droppedServers: Rule = {
  name: 'dropped-servers',
  reports: [IST9205],
  *check(index) {
    const reported = new Set<Server>();
    for (const pod of index.view(exemplaryPods)) {
      for (const [server, finding] of conflictsAt(serversAt(index, pod))) {
        if (!reported.has(server)) {
          reported.add(server);
          yield finding;
        }
      }
    }
  },
};

/** One pod of each selector of a Gateway. */
function exemplaryPods(index: MeshIndex): ReadonlySet<Workload> {
  const podsOf = index.view(gatewayPods);
  return new Set(
    index.all(GATEWAY).flatMap((gateway) => {
      const selector = gatewaySelector(gateway);
      // Without a selector it is for all gateways' pods, and nobody says which of all pods these are.
      return Object.keys(selector).length > 0 ? (podsOf(selector)[0] ?? []) : [];
    }),
  );
}

function gatewaysBySelector(index: MeshIndex): SelectorIndex<Manifest> {
  return new SelectorIndex<Manifest>(index.all(GATEWAY), gatewaySelector);
}

function serversAt(index: MeshIndex, pod: Workload): OpenServer[] {
  const gateways = index.view(gatewaysBySelector);
  const gatewayAt = index.view(boundGateways);
  const { targets } = index.view(podPorts)(pod);
  const here = [
    ...gateways.same(pod.labels),
    ...[...gateways.wider(pod.labels)].flatMap(({ values }) => values),
  ];
  return oldestFirst(here).flatMap((gateway) =>
    (gatewayAt(gateway)?.servers ?? []).flatMap((server) =>
      server.port === undefined ? [] : [{ gateway, server, port: targets.get(server.port) ?? server.port }],
    ),
  );
}

function* conflictsAt(servers: readonly OpenServer[]): Iterable<[Server, Finding]> {
  const first = new Map<string, OpenServer>();
  const byHost = new Map<string, OpenServer>();
  for (const open of servers) {
    const { server, port } = open;
    // Even an HTTP server counts here if it has a `tls` block, for its redirect.
    const repeated = server.tlsMode === undefined ? undefined : repeatedHost(open, byHost);
    const older = first.get(`${port} ${server.bind}`);
    first.set(`${port} ${server.bind}`, older ?? open);
    if (repeated) {
      const [place, host, other] = repeated;
      if (!isKnownOtherwise(open, other)) {
        const text = IST9205.texts.host(host, nameOf(other, open), port);
        yield [server, findingOn(open, ['hosts', place], text)];
      }
    } else if (older && areExclusive(older.server, server) && !isKnownOtherwise(open, older)) {
      const text = IST9205.texts.protocol(wordOf(server), nameOf(older, open), wordOf(older.server), port);
      yield [server, findingOn(open, ['port', 'protocol'], text)];
    }
  }
}

/** The first host that an older server over TLS has too, which it is noted among. */
function repeatedHost(
  open: OpenServer,
  byHost: Map<string, OpenServer>,
): [place: number, host: string, other: OpenServer] | undefined {
  const { gateway, server, port } = open;
  const keys = server.hosts.map(([place, host]) => ({
    place,
    host,
    key: `${port} ${server.bind} ${scoped(host, gateway.namespace)}`,
  }));
  const repeated = keys.find(({ key }) => byHost.has(key));
  const other = repeated && byHost.get(repeated.key);
  for (const { key } of other ? [] : keys) {
    byHost.set(key, open);
  }
  return repeated && other && [repeated.place, repeated.host, other];
}

/** As istiod compares them. (A3) */
function scoped(host: string, namespace: string): string {
  return host.replace(/^\*\//, '').replace(/^\.\//, `${namespace}/`);
}

/** Whether other rules see it: those about one Gateway alone, and IST0145 about a host that several have. */
function isKnownOtherwise(a: OpenServer, b: OpenServer): boolean {
  const hosts = new Set(a.server.hosts.map(([, host]) => host));
  const haveSameHost = b.server.hosts.some(([, host]) => hosts.has(host));
  return a.server.port === b.server.port && (a.gateway === b.gateway || haveSameHost);
}

/** Servers of plain text share a port only where all speak HTTP; those over TLS are told apart by SNI. (A6) */
function areExclusive(older: Server, younger: Server): boolean {
  if (older.protocol === undefined || younger.protocol === undefined) {
    return false;
  }
  const isPlain = isHttp(older.protocol) || older.tlsMode === undefined;
  return isPlain && !(isHttp(older.protocol) && isHttp(younger.protocol));
}

function nameOf({ gateway, server }: OpenServer, seenFrom: OpenServer): string {
  return gateway === seenFrom.gateway ? `server ${server.field[2]}` : `Gateway "${fullName(gateway)}"`;
}

function wordOf({ protocol }: Server): string {
  return protocol ?? 'a server';
}

function findingOn({ gateway, server }: OpenServer, field: FieldPath, text: string): Finding {
  return { type: IST9205, object: gateway, field: [...server.field, ...field], text };
}
