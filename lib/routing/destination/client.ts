import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import type { Workload } from '../../istiod/workloads/workloads';
import type { TlsClient } from '../policies';

/** Who sends requests to destinations. */
export interface Client {
  /** A gateway's pods, the sidecar beside an application, or an application without a proxy. */
  readonly role: TlsClient;
  readonly index: MeshIndex;
  readonly workload: Workload;
  readonly registry: RegistryView;
}

/** The Services and ServiceEntries that a client sees. */
export interface RegistryView {
  /** The Service with this full host name. */
  serviceNamed(host: string): MeshService | undefined;
  /** The Service that a route means by a host: the route's object is in namespace `owner`, and it is built for `port`. (G2, G3) */
  serviceForRoutes(host: string, owner: string, port: number): MeshService | undefined;
}
