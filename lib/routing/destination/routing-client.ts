import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ToldServers } from '../connection/told-servers';
import { identityOf } from '../policies';
import type { PeerIdentity } from '../request/request';
import type { Trace } from '../result';
import type { Client, GatewayCall, RegistryView } from './client';
import { Clusters } from './clusters';

/** What a client meets beyond its own proxy. */
export interface RoutingContext {
  readonly index: MeshIndex;
  readonly servers: ToldServers;
  throughGateway(gateway: Workload, incoming: GatewayCall): Trace;
}

/** A client with the clusters that it can send to. */
export class RoutingClient implements Client {
  readonly clusters: Clusters = new Clusters(this);
  readonly identity: PeerIdentity;
  readonly servers: ToldServers;

  readonly index: MeshIndex;

  constructor(
    readonly role: Client['role'],
    readonly workload: Workload,
    readonly registry: RegistryView,
    private readonly context: RoutingContext,
  ) {
    this.index = context.index;
    this.identity = identityOf(this.index, workload);
    this.servers = context.servers;
  }

  throughGateway(gateway: Workload, incoming: GatewayCall): Trace {
    return this.context.throughGateway(gateway, incoming);
  }
}
