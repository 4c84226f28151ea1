import { isGateway } from '../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../istiod/injection/injection';
import { kubernetesGateways } from '../istiod/kubernetes-gateway-api';
import type { MeshIndex } from '../istiod/mesh-index';
import { DEFAULT_GATEWAY } from '../istiod/profile/installed-profile';
import { serviceRegistryOf } from '../istiod/registry/service-registry';
import { type Workload, workloadsOf } from '../istiod/workloads/workloads';
import { memoized } from '../manifests/collections';
import { nearest } from '../manifests/nearest';
import { refTo } from '../manifests/object-ref';
import type { ToldServers } from './connection/told-servers';
import type { GatewayCall } from './destination/client';
import { RoutingClient, type RoutingContext } from './destination/routing-client';
import { ended } from './endings';
import { GatewayProxy } from './listener/gateway';
import { SidecarProxy } from './listener/sidecar';
import { InvalidRequest } from './request/request';
import type { Trace } from './result';
import { MOST_NAMED, similarWorkloads } from './similar-workloads';
import { traceFromMesh } from './trace-gateway';

/** Who routes a request: the gateway that it comes in through, or the client in the mesh that sends it. */
export type RequestSource =
  | { readonly is: 'gateway'; readonly gateway: GatewayProxy }
  | { readonly is: 'sidecar'; readonly sidecar: SidecarProxy }
  | { readonly is: 'no proxy'; readonly client: RoutingClient };

const SOURCE = /^(gateway|mesh):([^/]+)\/(.+)$/s;
/** Any text that may have been meant as a source. */
const LIKE_SOURCE = /^(?:([^:]*):)?(?:([^/]*)\/)?(.*)$/s;

/** A request that comes to so many gateways goes in a circle. */
const MOST_GATEWAYS = 5;

/** The sources of requests. Each is made when a request first comes from it. */
export class RequestSources implements RoutingContext {
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
    (workload) => new GatewayProxy(workload, this.hostPorts, this),
  );

  /** How many gateways the request that is being traced has come to. */
  private gatewaysOnTheWay = 0;

  /** @param hostPorts ports of the client's machine that lead to ports of gateways */
  constructor(
    readonly index: MeshIndex,
    private readonly hostPorts: ReadonlyMap<number, number>,
    readonly servers: ToldServers,
  ) {}

  throughGateway(workload: Workload, incoming: GatewayCall): Trace {
    if (this.gatewaysOnTheWay >= MOST_GATEWAYS) {
      const because = `the request has come through ${MOST_GATEWAYS} gateways, so their routes probably send it in a circle`;
      return ended({ is: 'unmodelled', object: refTo(workload.manifest), because });
    }
    this.gatewaysOnTheWay += 1;
    try {
      return traceFromMesh(this.gateway(workload), incoming);
    } finally {
      this.gatewaysOnTheWay -= 1;
    }
  }

  private find(from: string): RequestSource {
    if (from === 'gateway') {
      const { rootNamespace } = this.index.mesh;
      return { is: 'gateway', gateway: this.gateway(this.workload(rootNamespace, DEFAULT_GATEWAY)) };
    }
    const [, kind, namespace = '', name = ''] = SOURCE.exec(from) ?? [];
    if (kind === undefined) {
      throw new InvalidRequest(
        `"${from}" is not a source; ${this.sourceMeant(from)}use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"`,
      );
    }
    const workload = this.workload(namespace, name);
    if (kind === 'gateway') {
      return { is: 'gateway', gateway: this.gateway(workload) };
    }
    return hasSidecar(this.index, workload)
      ? { is: 'sidecar', sidecar: new SidecarProxy(workload, this) }
      : { is: 'no proxy', client: this.clientWithoutProxy(workload) };
  }

  private workload(namespace: string, name: string): Workload {
    // Workloads of several kinds may share a name: a Pod precedes a Deployment, and that precedes a Job.
    const workload = this.index
      .view(workloadsOf)
      .in(namespace)
      .find((candidate) => candidate.name === name);
    if (!workload) {
      throw new InvalidRequest(this.whyNoWorkload(namespace, name));
    }
    return workload;
  }

  private whyNoWorkload(namespace: string, name: string): string {
    const generating = this.index
      .view(kubernetesGateways)
      .find(({ manifest: gateway }) => gateway.namespace === namespace && name.startsWith(gateway.name));
    const because = generating
      ? `; istiod creates the pods of Gateway "${generating.manifest.name}" of the Kubernetes Gateway API, and they are not modelled`
      : this.workloadsMeant(namespace, name);
    return `there is no workload "${name}" in namespace "${namespace}"${because}`;
  }

  /** The source that a text without the form of one may mean: a similar word, or a workload with a similar name. */
  private sourceMeant(from: string): string {
    const [, kind, namespace, name = ''] = LIKE_SOURCE.exec(from) ?? [];
    const [workload] = [...similarWorkloads(this.index, namespace, name).slice(0, 2)].flat();
    const usual = workload && isGateway(workload) ? 'gateway' : 'mesh';
    const known = (kind === undefined ? undefined : nearest(kind, ['gateway', 'mesh'])) ?? usual;
    const meant = workload ? `${known}:${workload.namespace}/${workload.name}` : nearest(from, ['gateway']);
    return meant === undefined ? '' : `did you mean "${meant}"? If not, `;
  }

  private workloadsMeant(namespace: string, name: string): string {
    const meant = similarWorkloads(this.index, namespace, name).find((some) => some.length > 0) ?? [];
    const names = new Set(meant.map((workload) => `"${workload.namespace}/${workload.name}"`));
    return names.size === 0 ? '' : `; use ${[...names].slice(0, MOST_NAMED).join(' or ')}`;
  }

  /** A client without a proxy reaches the Services that its DNS finds. */
  private clientWithoutProxy(workload: Workload): RoutingClient {
    const services = this.index.view(serviceRegistryOf);
    const serviceNamed = (host: string) => services.inScopeOfGateway(host, workload.namespace);
    const registry = { serviceNamed, serviceForRoutes: serviceNamed };
    return new RoutingClient('no proxy', workload, registry, this);
  }
}
