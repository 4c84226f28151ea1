import type { Workload } from '../manifests/workloads';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { ClusterBook } from './choose-cluster';
import type { MeshService } from './mesh-services';

/** A proxy that routes requests: of a gateway's pods, or a sidecar beside an application. */
export interface Proxy {
  readonly kind: 'gateway' | 'sidecar';
  readonly index: ManifestIndex;
  readonly workload: Workload;
  /** The destinations that it can reach. */
  readonly clusters: ClusterBook;
  /** The Service that routes of an object in `owner` mean by a host, if this proxy knows one. (G3) */
  serviceForRoutes(host: string, owner: string): MeshService | undefined;
}
