import { clashAmong } from '../../istiod/gateways/chain-clash';
import type { GatewayServer } from '../../istiod/gateways/gateway-servers';
import type { DroppedServer, MergedPort } from '../../istiod/gateways/merge-servers';
import { HostIndex } from '../../istiod/hosts/host-index';
import { isHttp } from '../../istiod/registry/protocol';
import type { ServerHop } from '../result';
import {
  chainsOf,
  type FilterChain,
  type GatewayScope,
  type NamedChain,
  plainHttpChain,
  understands,
} from './filter-chains';

/** The addresses that stand for all addresses of a pod. A server that binds to another one is not reached from outside. */
const ANY_ADDRESS: readonly string[] = ['', '0.0.0.0', '::'];

/** A port that a gateway may listen on, with its filter chains. */
export interface Listener {
  /** The chains for TLS connections with certain SNIs. */
  readonly bySni: HostIndex<FilterChain>;
  /** The chains for connections with any SNI or none. */
  readonly forAny: readonly FilterChain[];
  /** The servers that have a chain. */
  readonly servers: readonly GatewayServer[];
  /** The servers that have none, and why. */
  readonly withoutChain: ServerHop['passedOver'];
  /** Whether Envoy listens. It does not without chains, or with chains that it cannot tell apart. (A9) */
  readonly isOpen: boolean;
  /** Why Envoy rejects the listener; absent if it does not. */
  readonly conflict?: string;
}

/** The listener of a port. */
export function listenerOf({ groups, dropped }: MergedPort, scope: GatewayScope): Listener {
  const chains: NamedChain[] = [];
  const servers: GatewayServer[] = [];
  const withoutChain = dropped.map((server) => ({ server: server.server.ref, because: whyDropped(server) }));
  const takenSnis = new Set<string>();
  for (const group of groups.filter(({ bind }) => ANY_ADDRESS.includes(bind))) {
    if (isHttp(group.protocol)) {
      chains.push({ sniHosts: undefined, chain: plainHttpChain(group, scope) });
      servers.push(...group.servers);
      continue;
    }
    for (const server of group.servers) {
      const ofServer = chainsOf(server, scope, takenSnis);
      chains.push(...ofServer);
      if (ofServer.length > 0) {
        servers.push(server);
      } else {
        withoutChain.push({ server: server.ref, because: 'no VirtualService has a TLS or TCP route for it' });
      }
    }
  }
  const bySni = chainsBySni(chains);
  const forAny = chains.flatMap(({ sniHosts, chain }) => (sniHosts ? [] : [chain]));
  const conflict = conflictAmong(chains);
  return {
    bySni,
    forAny,
    servers,
    withoutChain,
    isOpen: conflict === undefined && forAny.length + bySni.size > 0,
    ...(conflict === undefined ? {} : { conflict }),
  };
}

/** The chain for a connection: for its SNI exactly, for the longest wildcard, or for any. (A7) */
export function chooseChain(
  { bySni, forAny }: Listener,
  isTls: boolean,
  sni: string | undefined,
): FilterChain | undefined {
  const forSni = sni === undefined ? undefined : bySni.answering(sni);
  return forSni ?? forAny.find((chain) => understands(chain, isTls)) ?? forAny[0];
}

/** Of several chains for one SNI, the first counts. */
function chainsBySni(chains: readonly NamedChain[]): HostIndex<FilterChain> {
  const bySni = new HostIndex<FilterChain>();
  for (const { sniHosts = [], chain } of chains) {
    for (const written of sniHosts) {
      const sni = written.toLowerCase();
      if (!bySni.get(sni)) {
        bySni.set(sni, chain);
      }
    }
  }
  return bySni;
}

/** Why Envoy rejects a listener with these chains; undefined if it does not. (A7) */
function conflictAmong(chains: readonly NamedChain[]): string | undefined {
  const matching = chains.filter(({ chain }) => chain.is !== 'AUTO_PASSTHROUGH');
  const clash = clashAmong(matching.map(({ sniHosts, chain: { server } }) => ({ server, sniHosts })));
  if (!clash) {
    return undefined;
  }
  const connections = clash.sniHost === undefined ? 'any SNI' : `the SNI "${clash.sniHost.toLowerCase()}"`;
  return `two filter chains are for ${connections}: ${nameOf(clash.first)} and ${nameOf(clash.second)}`;
}

function nameOf({ ref: { index, gateway } }: GatewayServer): string {
  return `servers[${index}] of Gateway "${gateway.namespace}/${gateway.name}"`;
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
