import { isHttp, type Protocol } from '../registry/protocol';
import { type GatewayServer, kindOf, type ServerRef } from './gateway-servers';

/** Servers that share a port and a bind, and with plain HTTP a route table too. (A6) */
export interface ServerGroup {
  readonly port: number;
  readonly bind: string;
  readonly protocol: Protocol | undefined;
  readonly servers: readonly GatewayServer[];
  /** Whether its plain HTTP has a route table; one that came after servers of TLS has none. */
  readonly hasRoutes: boolean;
}

export interface MergedServers {
  readonly groups: readonly ServerGroup[];
  readonly dropped: readonly DroppedServer[];
}

export interface DroppedServer {
  readonly server: ServerRef;
  /** The port that it would listen on. */
  readonly port: number;
  readonly because: string;
}

interface OpenGroup extends ServerGroup {
  readonly servers: GatewayServer[];
}

/**
 * What becomes of the servers of all Gateways of a pod, given in order: which share a port, and which are lost. (A6)
 *
 * @param portOf the port that a server's port leads to
 */
export function mergeServers(
  servers: readonly GatewayServer[],
  portOf: (port: number) => number,
): MergedServers {
  const groups = new Map<string, OpenGroup>();
  const dropped: DroppedServer[] = [];
  const plaintext = new Map<number, OpenGroup>();
  const taken = new Set<number>();
  /** The bind that each was last seen with. */
  const tlsHosts = new Map<string, string>();
  const laterBinds = new Set<string>();
  const routeTables = new Set<string>();

  for (const server of servers) {
    const port = portOf(server.port);
    const { bind, protocol, ref } = server;
    const drop = (because: string) => dropped.push({ server: ref, port, because });
    if (server.tls) {
      const repeated = server.hosts.find((host) => tlsHosts.get(`${port} ${host}`) === bind);
      if (repeated !== undefined) {
        drop(`an older server on this port has the host "${repeated}" too`);
        continue;
      }
      for (const host of server.hosts) {
        tlsHosts.set(`${port} ${host}`, bind);
      }
    }
    const key = `${port} ${server.word} ${bind}`;
    const first = plaintext.get(port);
    if (!taken.has(port)) {
      taken.add(port);
      const group = { port, bind, protocol, servers: [server], hasRoutes: true };
      groups.set(key, group);
      if (isHttp(protocol) || !server.tls) {
        plaintext.set(port, group);
      }
      addRouteTable(server);
    } else if (first && first.bind === bind) {
      if (!isHttp(protocol) || !isHttp(first.protocol)) {
        drop(`${server.word} cannot share the port with ${first.protocol ?? 'what'} was there first`);
        continue;
      }
      first.servers.push(server);
    } else if (first) {
      join(key, { port, bind, protocol, servers: [], hasRoutes: true }).servers.push(server);
    } else {
      const table = routeTable(server, port);
      if (table && routeTables.has(table)) {
        drop('an older server has the same port name and route table');
        continue;
      }
      addRouteTable(server);
      const isNewBind = !laterBinds.has(`${port} ${bind}`);
      laterBinds.add(`${port} ${bind}`);
      if (!server.tls && !isNewBind) {
        drop('it is not encrypted, and the port has servers of TLS already');
        continue;
      }
      join(key, { port, bind, protocol, servers: [], hasRoutes: false }).servers.push(server);
    }

    function addRouteTable(one: GatewayServer): void {
      const table = routeTable(one, port);
      if (table) {
        routeTables.add(table);
      }
    }
  }
  return { groups: [...groups.values()], dropped };

  function join(key: string, fresh: OpenGroup): OpenGroup {
    const known = groups.get(key) ?? fresh;
    groups.set(key, known);
    return known;
  }
}

/** The name of the routes that a server answers by; undefined where it does not speak HTTP. */
function routeTable(server: GatewayServer, port: number): string | undefined {
  switch (kindOf(server)) {
    case 'HTTP':
      return `http.${port}.${server.bind}`;
    case 'HTTPS':
      return `https.${server.port}.${server.portName}.${server.gatewayName}.${server.bind}`;
    default:
      return undefined;
  }
}
