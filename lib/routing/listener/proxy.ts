import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { type Client, ClusterBook } from '../destination/choose-cluster';
import type { HttpRoute } from '../route/build-routes';
import { planRoute, type RoutePlan } from '../treatment/plan-route';

/** What a proxy sees of the registry. */
export interface RegistryView {
  /** The host as destinations name it. */
  serviceNamed(host: string): MeshService | undefined;
  /** The Service that routes of an object in `owner`, built for `port`, mean by a host. (G2, G3) */
  serviceForRoutes(host: string, owner: string, port: number): MeshService | undefined;
}

/** A proxy that routes requests: of a gateway's pods, or a sidecar beside an application. */
export class RoutingProxy implements Client {
  /** The destinations that it can reach. */
  readonly clusters: ClusterBook;
  private readonly plans = new WeakMap<HttpRoute, RoutePlan>();

  constructor(
    readonly kind: 'gateway' | 'sidecar' | 'no proxy',
    readonly index: MeshIndex,
    readonly workload: Workload,
    readonly registry: RegistryView,
  ) {
    this.clusters = new ClusterBook(this);
  }

  serviceNamed(host: string): MeshService | undefined {
    return this.registry.serviceNamed(host);
  }

  planOf(route: HttpRoute): RoutePlan {
    let plan = this.plans.get(route);
    if (!plan) {
      plan = planRoute(this, route);
      this.plans.set(route, plan);
    }
    return plan;
  }
}
