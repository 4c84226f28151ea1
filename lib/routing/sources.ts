import { DEFAULT_GATEWAY } from '../istiod/default-profile';
import { hasSidecar } from '../istiod/injection/injection';
import type { MeshIndex } from '../istiod/mesh-index';
import { serviceRegistryOf } from '../istiod/registry/service-registry';
import { type Workload, workloadsOf } from '../istiod/workloads/workloads';
import { memoized } from '../manifests/collections';
import { RoutingClient } from './destination/routing-client';
import { GatewayProxy } from './listener/gateway';
import { SidecarProxy } from './listener/sidecar';
import { InvalidRequest } from './request/request';

/** Who routes a request: the gateway that it comes in through, or the client in the mesh that sends it. */
export type RequestSource =
  | { readonly is: 'gateway'; readonly gateway: GatewayProxy }
  | { readonly is: 'sidecar'; readonly sidecar: SidecarProxy }
  | { readonly is: 'no proxy'; readonly client: RoutingClient };

const SOURCE = /^(gateway|mesh):([^/]+)\/(.+)$/;

/** The sources of requests. Each is made when a request first comes from it. */
export class RequestSources {
  /**
   * The source that a request names as `from`.
   *
   * @throws InvalidRequest if there is no such source
   */
  readonly named = memoized(
    (from: string) => from,
    (from): RequestSource => this.find(from),
  );

  private readonly gateway = memoized(
    (workload: Workload) => workload,
    (workload) => new GatewayProxy(this.index, workload, this.hostPorts),
  );

  /** @param hostPorts ports of the client's machine that lead to ports of gateways */
  constructor(
    private readonly index: MeshIndex,
    private readonly hostPorts: ReadonlyMap<number, number>,
  ) {}

  private find(from: string): RequestSource {
    if (from === 'gateway') {
      const { rootNamespace } = this.index.mesh;
      return { is: 'gateway', gateway: this.gateway(this.workload(rootNamespace, DEFAULT_GATEWAY)) };
    }
    const [, kind, namespace = '', name = ''] = SOURCE.exec(from) ?? [];
    if (kind === undefined) {
      throw new InvalidRequest(
        `"${from}" is not a source; use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"`,
      );
    }
    const workload = this.workload(namespace, name);
    if (kind === 'gateway') {
      return { is: 'gateway', gateway: this.gateway(workload) };
    }
    return hasSidecar(this.index, workload)
      ? { is: 'sidecar', sidecar: new SidecarProxy(this.index, workload) }
      : { is: 'no proxy', client: clientWithoutProxy(this.index, workload) };
  }

  private workload(namespace: string, name: string): Workload {
    // Workloads of several kinds may share a name: a Pod precedes a Deployment, and that precedes a Job.
    const workload = this.index
      .view(workloadsOf)
      .in(namespace)
      .find((candidate) => candidate.name === name);
    if (!workload) {
      throw new InvalidRequest(`there is no workload "${name}" in namespace "${namespace}"`);
    }
    return workload;
  }
}

/** A client without a proxy reaches the Services that its DNS finds. */
function clientWithoutProxy(index: MeshIndex, workload: Workload): RoutingClient {
  const serviceNamed = (host: string) =>
    index.view(serviceRegistryOf).inScopeOfGateway(host, workload.namespace);
  return new RoutingClient('no proxy', index, workload, { serviceNamed, serviceForRoutes: serviceNamed });
}
