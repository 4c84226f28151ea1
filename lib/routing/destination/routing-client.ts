import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { identityOf } from '../policies';
import type { PeerIdentity } from '../request/request';
import type { Client, RegistryView } from './client';
import { Clusters } from './clusters';

/** A client with the clusters that it can send to. */
export class RoutingClient implements Client {
  readonly clusters: Clusters = new Clusters(this);
  readonly identity: PeerIdentity;

  constructor(
    readonly role: Client['role'],
    readonly index: MeshIndex,
    readonly workload: Workload,
    readonly registry: RegistryView,
  ) {
    this.identity = identityOf(index, workload);
  }
}
