import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ToldServers } from '../connection/told-servers';
import type { TlsClient } from '../policies/tls/client-side-tls';
import type { Call } from '../request/read-request';
import type { PeerIdentity } from '../request/request';
import type { Trace } from '../result';

/** Who sends requests to destinations. */
export interface Client {
  /** A gateway, the sidecar of an application, or an application without a proxy. */
  readonly role: TlsClient;
  readonly index: MeshIndex;
  readonly workload: Workload;
  /** The identity in the client's mesh certificate. */
  readonly identity: PeerIdentity;
  readonly registry: RegistryView;
  /** What servers outside and containers speak, as the model was told. */
  readonly servers: ToldServers;
  /** The rest of the way of a connection that comes to a gateway. */
  throughGateway(gateway: Workload, incoming: GatewayCall): Trace;
}

/** A connection from a proxy of the mesh to a gateway. */
export interface GatewayCall {
  readonly call: Call;
  /** The port that the gateway's pods are called on. */
  readonly listenerPort: number;
  /** The identity in the certificate of the client's proxy; absent without mutual TLS of the mesh. */
  readonly peer?: PeerIdentity | undefined;
  /** Whether there is TLS of the application inside the TLS of its proxy. */
  readonly hasTlsInside: boolean;
}

/** The Services and ServiceEntries that a client sees. */
export interface RegistryView {
  /** The Service with this full host name. */
  serviceNamed(host: string): MeshService | undefined;
  /** The Service that a route means by a host, when the route is written in namespace `owner` and built for `port`. (G2, G3) */
  serviceForRoutes(host: string, owner: string, port: number): MeshService | undefined;
}
