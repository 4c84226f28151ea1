import { groupedBy } from '../../manifests/collections';
import { isHttp, type Protocol } from '../registry/protocol';
import { type GatewayServer, isTlsServer, type ServerHost } from './gateway-servers';

/** Servers that share a port, a bind and a protocol. Plain HTTP servers share a route table, too. (A6) */
export interface ServerGroup {
  readonly port: number;
  readonly bind: string;
  readonly protocol: Protocol | undefined;
  readonly servers: readonly [GatewayServer, ...GatewayServer[]];
}

/** What istiod makes of the servers of one port of a gateway. */
export interface MergedPort {
  readonly port: number;
  readonly groups: readonly ServerGroup[];
  readonly dropped: readonly DroppedServer[];
}

/** The ports of a gateway by number. */
export type MergedServers = ReadonlyMap<number, MergedPort>;

/** A server that istiod drops, and why. */
export type DroppedServer = { readonly server: GatewayServer } & DropReason;

export type DropReason =
  | {
      readonly is: 'repeated hosts';
      /** The hosts of the server that older servers have too. */
      readonly hosts: readonly [RepeatedHost, ...RepeatedHost[]];
    }
  | { readonly is: 'conflicting protocol'; readonly other: GatewayServer }
  | { readonly is: 'repeated route table'; readonly other: GatewayServer };

interface RepeatedHost {
  readonly host: ServerHost;
  readonly other: GatewayServer;
}

/**
 * What istiod makes of servers that it reads in this order: which share a listener, and which it drops. (A6)
 *
 * @param listenerPort the port that a gateway listens on for the port of a server
 */
export function mergeServers(
  servers: readonly GatewayServer[],
  listenerPort: (serverPort: number) => number,
): MergedServers {
  const ports = groupedBy(servers, (server) => listenerPort(server.port));
  return new Map([...ports].map(([port, own]) => [port, new PortMerge(port).merge(own)]));
}

interface OpenGroup extends ServerGroup {
  readonly servers: [GatewayServer, ...GatewayServer[]];
}

/** Merges the servers of one port, one after the other. */
class PortMerge {
  /** The groups by protocol, as it is written, and bind. */
  private readonly groups = new Map<string, OpenGroup>();
  /** The latest group that a plaintext server began. istiod remembers one for the port, whatever its bind. (W1) */
  private plaintext: OpenGroup | undefined;
  /** The servers with TLS settings by host. Of several with one host, istiod remembers the latest. */
  private readonly byHost = new Map<string, GatewayServer>();
  private readonly byRouteTable = new Map<string, GatewayServer>();

  constructor(private readonly port: number) {}

  merge(servers: readonly GatewayServer[]): MergedPort {
    const dropped = servers.flatMap((server): DroppedServer[] => {
      const reason = this.repeatedHosts(server) ?? this.place(server);
      return reason ? [{ server, ...reason }] : [];
    });
    return { port: this.port, groups: [...this.groups.values()], dropped };
  }

  /** A plain HTTP server counts here, too, if it has TLS settings, such as a redirect. */
  private repeatedHosts(server: GatewayServer): DropReason | undefined {
    if (!server.tls) {
      return undefined;
    }
    const [first, ...others] = server.hosts.flatMap((host): RepeatedHost[] => {
      const other = this.byHost.get(host.normalized);
      return other?.bind === server.bind ? [{ host, other }] : [];
    });
    if (first) {
      return { is: 'repeated hosts', hosts: [first, ...others] };
    }
    // The hosts count even if the server is dropped for its protocol.
    for (const { normalized } of server.hosts) {
      this.byHost.set(normalized, server);
    }
    return undefined;
  }

  /** Puts a server into a group, unless istiod drops it. */
  private place(server: GatewayServer): DropReason | undefined {
    if (this.plaintext?.bind === server.bind) {
      return this.join(this.plaintext, server);
    }
    if (server.kind === 'HTTPS') {
      const table = routeTable(server);
      const other = this.byRouteTable.get(table);
      if (other && !this.plaintext) {
        return { is: 'repeated route table', other };
      }
      this.byRouteTable.set(table, server);
    }
    this.add(server);
    return undefined;
  }

  /** A plaintext server excludes later servers of its port and bind, unless both are HTTP servers. */
  private join(group: OpenGroup, server: GatewayServer): DropReason | undefined {
    if (!isHttp(server.protocol) || !isHttp(group.protocol)) {
      return { is: 'conflicting protocol', other: group.servers[0] };
    }
    group.servers.push(server);
    return undefined;
  }

  private add(server: GatewayServer): void {
    const { bind, protocol, ref } = server;
    const key = `${ref.protocol} ${bind}`;
    const known = this.groups.get(key);
    if (known) {
      known.servers.push(server);
      return;
    }
    const group: OpenGroup = { port: this.port, bind, protocol, servers: [server] };
    this.groups.set(key, group);
    if (!isTlsServer(server)) {
      this.plaintext = group;
    }
  }
}

/** The key of an HTTPS server's route table, which only servers share whose Gateway has two ports with the same name. */
function routeTable({ port, portName, gatewayName, bind }: GatewayServer): string {
  return `${port} ${portName} ${gatewayName} ${bind}`;
}
