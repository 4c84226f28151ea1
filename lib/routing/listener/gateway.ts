import { extensionFor } from '../../istiod/extensions';
import type { GatewayServer } from '../../istiod/gateways/gateway-servers';
import { gatewaysFor, mayListen, mergedServers } from '../../istiod/gateways/gateway-workloads';
import type { MeshIndex } from '../../istiod/mesh-index';
import { meshServicesOf } from '../../istiod/registry/mesh-services';
import { virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { hasPolicies } from '../destination/arrive';
import { RoutingClient } from '../destination/routing-client';
import type { ObjectRef, ServerHop, ServerRef } from '../result';
import { RoutePlans } from '../treatment/route-plans';
import { type FilterChain, type Listener, listenerOf } from './filter-chains';
import { type EntryPort, entryPorts } from './gateway-entry';

/** Addresses that mean all of a pod's own; a server bound to another is not reached from outside. */
const ANY_ADDRESS: readonly string[] = ['', '0.0.0.0', '::'];
/** How many servers that do not take a request are told. */
const MOST_PASSED_OVER = 20;

/** A gateway: what its pods listen on, for all requests that come through it. */
export class GatewayProxy {
  readonly client: RoutingClient;
  readonly plans: RoutePlans;
  readonly entries: readonly EntryPort[];
  /** Whether policies of its own may stop a request. */
  readonly isGuarded: boolean;
  /** What makes it unforeseeable. */
  readonly extension: ObjectRef | undefined;
  private readonly listeners = new Map<number, Listener>();
  private readonly servers: readonly GatewayServer[];
  private readonly hops = new WeakMap<FilterChain, ServerHop>();

  constructor(index: MeshIndex, workload: Workload) {
    const services = index.view(meshServicesOf);
    const virtualServices = index.view(virtualServicesOf);
    const { namespace } = workload;
    this.client = new RoutingClient('gateway', index, workload, {
      serviceNamed: (host) => services.inScopeOfGateway(host, namespace),
      serviceForRoutes: (host, owner) => services.forRoutesOf(owner, host, namespace),
    });
    this.plans = new RoutePlans(this.client);
    this.entries = entryPorts(index, workload);
    this.extension = extensionFor(index, workload, 'GATEWAY');
    this.isGuarded = hasPolicies(index, workload);
    this.servers = index
      .view(gatewaysFor)(workload)
      .flatMap((gateway) => gateway.servers);
    for (const [port, { groups, dropped }] of index.view(mergedServers)(workload)) {
      if (mayListen(workload, port)) {
        const reachable = groups.filter(({ bind }) => ANY_ADDRESS.includes(bind));
        this.listeners.set(port, listenerOf(this.client, reachable, dropped, virtualServices));
      }
    }
  }

  listener(port: number): Listener | undefined {
    return this.listeners.get(port);
  }

  /** The ports that clients may call with a server behind, as the Services number them. */
  get openPorts(): readonly number[] {
    const isOpen = (port: number) => this.listeners.get(port)?.isOpen === true;
    const numbers = this.entries.filter(({ targetPort }) => isOpen(targetPort)).map(({ number }) => number);
    return [...new Set(this.entries.length === 0 ? [...this.listeners.keys()].filter(isOpen) : numbers)];
  }

  /** Which server takes a request, and why others do not. */
  serverHop(chain: FilterChain, listener: Listener): ServerHop {
    let hop = this.hops.get(chain);
    if (!hop) {
      const { server, serves, shares } = chain;
      const passedOver = this.others(listener, 'its hosts are less specific, or others', [
        server.ref,
        ...shares,
      ]);
      hop = { hop: 'server', server: server.ref, serves, shares, passedOver };
      this.hops.set(chain, hop);
    }
    return hop;
  }

  /** Why no server takes what comes to a port. */
  serversNotMatching(listener: Listener | undefined): ServerHop['passedOver'] {
    return this.others(listener, 'its hosts are others');
  }

  private others(
    listener: Listener | undefined,
    because: string,
    taking: readonly ServerRef[] = [],
  ): ServerHop['passedOver'] {
    const passedOver: { server: ServerRef; because: string }[] = [];
    const tell = (one: ServerRef, why: string) => {
      const isTold = passedOver.some((known) => known.server === one);
      if (passedOver.length < MOST_PASSED_OVER && !taking.includes(one) && !isTold) {
        passedOver.push({ server: one, because: why });
      }
    };
    for (const { server, because: why } of listener?.lost.slice(0, MOST_PASSED_OVER) ?? []) {
      tell(server, why);
    }
    for (const { ref } of listener?.servers.slice(0, MOST_PASSED_OVER) ?? []) {
      tell(ref, because);
    }
    for (const { ref } of this.servers.slice(0, MOST_PASSED_OVER)) {
      tell(ref, 'it listens on another port');
    }
    return passedOver;
  }
}
