import { type GatewayServer, sniHosts } from '../../istiod/gateways/gateway-servers';
import type { DroppedServer, ServerGroup } from '../../istiod/gateways/merge-servers';
import { HostIndex } from '../../istiod/hosts/host-index';
import { isHttp } from '../../istiod/registry/protocol';
import type { VirtualServices } from '../../istiod/virtual-services/virtual-services';
import type { RoutingClient } from '../destination/routing-client';
import type { ServerHop, ServerRef } from '../result';
import { type L4Route, sniRoutesFor, tcpRouteFor } from '../route/gateway-tcp-routes';
import { gatewayRouteTable, type RouteTable } from '../route/gateway-virtual-hosts';

/** What a listener does with connections that come to it. (A5, A7) */
export type FilterChain = {
  readonly server: GatewayServer;
  readonly serves: ServerHop['serves'];
  readonly shares: readonly ServerRef[];
} & (
  | { readonly is: 'HTTP'; readonly opensTls: boolean; readonly table: () => RouteTable }
  | { readonly is: 'bytes'; readonly opensTls: boolean; readonly route: L4Route }
  | { readonly is: 'AUTO_PASSTHROUGH' }
);

/** A server that takes no connection. */
export interface LostServer {
  readonly server: ServerRef;
  readonly because: string;
}

/** The chains of a port, by the names that clients of TLS call. */
export interface Listener {
  readonly byName: HostIndex<FilterChain>;
  /** Those that ask for no name. */
  readonly unnamed: readonly FilterChain[];
  /** The servers that have none. */
  readonly lost: readonly LostServer[];
  /** The servers that have a chain. */
  readonly servers: readonly GatewayServer[];
  /** Without any chain, or with chains that Envoy cannot tell apart, the port is not opened at all. (A9) */
  readonly isOpen: boolean;
  /** Why Envoy refuses the listener, if it does. */
  readonly clash?: string;
}

const NOTHING: readonly ServerRef[] = [];
/** What istiod binds to where a server does not say. */
const IPV4_ANY = '0.0.0.0';

/** What the servers of a port come to. */
export function listenerOf(
  client: RoutingClient,
  groups: readonly ServerGroup[],
  dropped: readonly DroppedServer[],
  virtualServices: VirtualServices,
): Listener {
  const byName = new HostIndex<FilterChain>();
  const unnamed: FilterChain[] = [];
  const lost = dropped.map(lostServer);
  const taken = new Set<string>();
  const servers: GatewayServer[] = [];
  const askedFor = new Map<string, FilterChain>();
  let clash: string | undefined;

  for (const group of groups) {
    if (isHttp(group.protocol)) {
      servers.push(...group.servers);
      add(undefined, plainHttp(client, group, virtualServices), group.bind);
      continue;
    }
    for (const server of group.servers) {
      const chains = chainsOf(client, server, virtualServices, taken);
      for (const { names, chain } of chains) {
        add(names, chain, group.bind);
      }
      if (chains.length > 0) {
        servers.push(server);
      } else {
        const because = 'no VirtualService has a route of bytes for it';
        lost.push({ server: server.ref, because });
      }
    }
  }
  const isOpen = clash === undefined && (unnamed.length > 0 || byName.size > 0);
  return { byName, unnamed, lost, servers, isOpen, ...(clash === undefined ? {} : { clash }) };

  /** Envoy takes no listener of which two chains ask for the same name, or for none; it compares in lower case. (A7) */
  function add(names: readonly string[] | undefined, chain: FilterChain, bind: string): void {
    for (const name of names?.map((one) => one.toLowerCase()) ?? ['*']) {
      const key = `${bind === '' ? IPV4_ANY : bind} ${name}`;
      const first = askedFor.get(key);
      if (first && chain.is !== 'AUTO_PASSTHROUGH' && first.is !== 'AUTO_PASSTHROUGH') {
        clash ??= `two chains ask for ${name === '*' ? 'no name' : `the name "${name}"`}: ${whose(first)} and ${whose(chain)}`;
      }
      askedFor.set(key, first ?? chain);
      if (names && !byName.get(name)) {
        byName.set(name, chain);
      }
    }
    if (!names) {
      unnamed.push(chain);
    }
  }
}

function lostServer(dropped: DroppedServer): LostServer {
  return { server: dropped.server.ref, because: whyDropped(dropped) };
}

function whyDropped(dropped: DroppedServer): string {
  switch (dropped.is) {
    case 'repeated hosts':
      return `an older server on this port has the host "${dropped.hosts[0].host.normalized}" too`;
    case 'conflicting protocol':
      return `${dropped.server.ref.protocol} cannot share the port with ${dropped.other.ref.protocol} of an older server`;
    case 'repeated route table':
      return 'an older server of its Gateway has the same port name';
  }
}

function whose({ server: { ref } }: FilterChain): string {
  return `servers[${ref.index}] of "${ref.gateway.namespace}/${ref.gateway.name}"`;
}

/** The chain for a connection: by its name exactly, by the longest wildcard, or one that asks for none. (A7) */
export function chooseChain(
  { byName, unnamed }: Listener,
  isTls: boolean,
  sni: string | undefined,
): FilterChain | undefined {
  const named = sni === undefined ? undefined : byName.answering(sni);
  return named ?? unnamed.find((chain) => understands(chain, isTls)) ?? unnamed[0];
}

/** Whether what the client sends makes sense to the chain; bytes that are passed on need not. */
export function understands(chain: FilterChain, isTls: boolean): boolean {
  switch (chain.is) {
    case 'HTTP':
      return chain.opensTls === isTls;
    case 'bytes':
      return isTls || !chain.opensTls;
    case 'AUTO_PASSTHROUGH':
      return isTls;
  }
}

function plainHttp(
  client: RoutingClient,
  { servers }: ServerGroup,
  virtualServices: VirtualServices,
): FilterChain {
  const [server, ...others] = servers;
  return {
    server,
    serves: 'HTTP',
    shares: others.map(({ ref }) => ref),
    is: 'HTTP',
    opensTls: false,
    table: lazily(() => gatewayRouteTable(client.workload, servers, virtualServices)),
  };
}

function chainsOf(
  client: RoutingClient,
  server: GatewayServer,
  virtualServices: VirtualServices,
  taken: Set<string>,
): { names: readonly string[] | undefined; chain: FilterChain }[] {
  const names = sniHosts(server);
  switch (server.kind) {
    case 'HTTPS': {
      const table = lazily(() => gatewayRouteTable(client.workload, [server], virtualServices));
      return [
        { names, chain: { server, serves: 'HTTPS', shares: NOTHING, is: 'HTTP', opensTls: true, table } },
      ];
    }
    case 'AUTO_PASSTHROUGH':
      return [
        { names, chain: { server, serves: 'TLS passthrough', shares: NOTHING, is: 'AUTO_PASSTHROUGH' } },
      ];
    case 'PASSTHROUGH':
      return sniRoutesFor(client, server, virtualServices, taken).map(({ sniHosts: own, route }) => ({
        names: own.includes('*') ? undefined : own,
        chain: { server, serves: 'TLS passthrough', shares: NOTHING, is: 'bytes', opensTls: false, route },
      }));
    default: {
      const opensTls = server.tls !== undefined;
      const serves = opensTls ? 'TLS termination' : 'TCP';
      const route = tcpRouteFor(client, server, virtualServices);
      return route
        ? [
            {
              names: opensTls ? names : undefined,
              chain: { server, serves, shares: NOTHING, is: 'bytes', opensTls, route },
            },
          ]
        : [];
    }
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
