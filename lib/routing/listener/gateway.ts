import { extensionFor } from '../../istiod/extensions';
import { gatewaysFor, mayListen, mergedServers } from '../../istiod/gateways/gateway-workloads';
import type { MergedServers } from '../../istiod/gateways/merge-servers';
import type { MeshIndex } from '../../istiod/mesh-index';
import { type ServiceRegistry, serviceRegistryOf } from '../../istiod/registry/service-registry';
import { hasRefusedRoutes } from '../../istiod/virtual-services/refused-by-envoy';
import { type VirtualServices, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { inOrderOfVisibility } from '../../istiod/visibility';
import type { Workload } from '../../istiod/workloads/workloads';
import { memoized } from '../../manifests/collections';
import { RoutingClient, type RoutingContext } from '../destination/routing-client';
import { hasPolicies } from '../policies';
import type { ObjectRef, ServerHop, ServerRef } from '../result';
import { VirtualServicesByHost } from '../route/virtual-services-by-host';
import { settingsIn } from '../settings';
import { RoutePlans } from '../treatment/route-plans';
import { entranceTo } from './entrance';
import type { FilterChain } from './filter-chains';
import { type EntryPort, entryPorts } from './gateway-entry';
import { type Listener, listenerOf } from './listener';

/** A gateway may have thousands of servers, of which a reader looks at the first few. */
const MOST_PASSED_OVER = 20;

/** A gateway: the ports that its pods listen on, for all requests that come through it. */
export class GatewayProxy {
  readonly client: RoutingClient;
  readonly plans: RoutePlans;
  /** The ports by which clients reach the pods. */
  readonly entries: readonly EntryPort[];
  /** Whether policies of its own may stop a request. */
  readonly isGuarded: boolean;
  /** An extension that may change requests in any way. */
  readonly extension: ObjectRef | undefined;
  /** The servers of all Gateways for the pods. */
  private readonly servers: readonly ServerRef[];
  private readonly merged: MergedServers;
  private readonly hasRefusedRoutes: boolean;
  private readonly virtualServices: VirtualServices;
  private readonly listeners = new Map<number, Listener | undefined>();
  private readonly serverHops = new Map<FilterChain, ServerHop>();

  /** How requests to a port come to the pods. */
  readonly entrance = memoized(
    (port: number) => port,
    (port) => entranceTo(this.workload, this.entries, port, this.hostPorts),
  );

  /** The VirtualServices that are bound to a Gateway and visible to the pods. */
  private readonly boundTo = memoized(
    (gatewayName: string) => gatewayName,
    (gatewayName) => {
      const bound = this.virtualServices.boundTo(gatewayName);
      return new VirtualServicesByHost(inOrderOfVisibility(bound, this.workload.namespace));
    },
  );

  constructor(
    private readonly workload: Workload,
    /** The ports of the client's machine that lead to ports of the gateway. */
    readonly hostPorts: ReadonlyMap<number, number>,
    context: RoutingContext,
  ) {
    const { index } = context;
    const registry = registryOf(index, workload.namespace);
    this.client = new RoutingClient('gateway', workload, registry, context);
    this.plans = new RoutePlans(this.client);
    this.entries = entryPorts(index, workload);
    this.extension = extensionFor(index, workload, 'GATEWAY');
    this.isGuarded = hasPolicies(index, workload);
    this.virtualServices = index.view(virtualServicesOf);
    this.servers = index
      .view(gatewaysFor)(workload)
      .flatMap(({ servers }) => servers.map(({ ref }) => ref));
    this.merged = index.view(mergedServers)(workload);
    this.hasRefusedRoutes = index.view(hasRefusedRoutes);
  }

  /** The listener on a port of the pods; undefined if no server is for the port. */
  listener(port: number): Listener | undefined {
    if (!this.listeners.has(port)) {
      this.listeners.set(port, this.makeListener(port));
    }
    return this.listeners.get(port);
  }

  /** The ports that clients may call and that have a server, as the Services number them. */
  get openPorts(): readonly number[] {
    const isOpen = (port: number) => this.listener(port)?.isOpen === true;
    if (this.entries.length === 0) {
      return [...this.merged.keys()].filter(isOpen);
    }
    return [
      ...new Set(this.entries.filter(({ targetPort }) => isOpen(targetPort)).map(({ number }) => number)),
    ];
  }

  /** The server that takes a request, and why others do not. */
  serverHop(chain: FilterChain, listener: Listener): ServerHop {
    let hop = this.serverHops.get(chain);
    if (!hop) {
      const { server, serves, shares } = chain;
      const taking = new Set([server.ref, ...shares]);
      const passedOver = this.passedOver(listener, 'its hosts do not match, or are less specific', taking);
      const terminatesTls = chain.is !== 'AUTO_PASSTHROUGH' && chain.terminatesTls;
      const tls = terminatesTls ? { tls: settingsIn(server.tls, ['httpsRedirect']) } : {};
      hop = { hop: 'server', server: server.ref, serves, ...tls, shares, passedOver };
      this.serverHops.set(chain, hop);
    }
    return hop;
  }

  /** Why no server takes a request that comes to a port. */
  serversPassedOver(listener: Listener): ServerHop['passedOver'] {
    return this.passedOver(listener, 'its hosts do not match', new Set());
  }

  private passedOver(
    { withoutChain, servers }: Listener,
    because: string,
    taking: ReadonlySet<ServerRef>,
  ): ServerHop['passedOver'] {
    const reasons = new Map<ServerRef, string>();
    const add = (server: ServerRef, reason: string) => {
      if (reasons.size < MOST_PASSED_OVER && !taking.has(server) && !reasons.has(server)) {
        reasons.set(server, reason);
      }
    };
    for (const { server, because: reason } of withoutChain.slice(0, MOST_PASSED_OVER)) {
      add(server, reason);
    }
    for (const { ref } of servers.slice(0, MOST_PASSED_OVER)) {
      add(ref, because);
    }
    const ports = new Set(servers.map(({ port }) => port));
    for (const server of this.servers.slice(0, MOST_PASSED_OVER)) {
      const isSamePort = ports.has(server.port);
      add(server, isSamePort ? 'its "bind" is another address of this port' : 'it listens on another port');
    }
    return [...reasons].map(([server, reason]) => ({ server, because: reason }));
  }

  private makeListener(port: number): Listener | undefined {
    const { workload, boundTo, hasRefusedRoutes } = this;
    const servers = this.merged.get(port);
    return servers && mayListen(workload, port)
      ? listenerOf(servers, { workload, boundTo, hasRefusedRoutes })
      : undefined;
  }
}

function registryOf(index: MeshIndex, namespace: string): RoutingClient['registry'] {
  const services: ServiceRegistry = index.view(serviceRegistryOf);
  return {
    serviceNamed: (host) => services.inScopeOfGateway(host, namespace),
    serviceForRoutes: (host, owner) => services.forRoutesOf(owner, host, namespace),
  };
}
