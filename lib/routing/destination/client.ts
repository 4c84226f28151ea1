import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import type { Workload } from '../../istiod/workloads/workloads';
import type { TlsClient } from '../policies/tls/client-tls';
import type { PeerIdentity } from '../request/request';

/** Who sends requests to destinations. */
export interface Client {
  /** A gateway, the sidecar of an application, or an application without a proxy. */
  readonly role: TlsClient;
  readonly index: MeshIndex;
  readonly workload: Workload;
  /** The identity in the client's mesh certificate. */
  readonly identity: PeerIdentity;
  readonly registry: RegistryView;
}

/** The Services and ServiceEntries that a client sees. */
export interface RegistryView {
  /** The Service with this full host name. */
  serviceNamed(host: string): MeshService | undefined;
  /** The Service that a route means by a host, when the route is written in namespace `owner` and built for `port`. (G2, G3) */
  serviceForRoutes(host: string, owner: string, port: number): MeshService | undefined;
}
