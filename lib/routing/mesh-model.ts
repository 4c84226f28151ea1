import type { Manifest } from '../manifests/manifest';
import { ManifestIndex } from '../manifests/manifest-index';
import { type MeshConfig, meshConfigAmong } from '../manifests/mesh-config';
import { objectsOf } from '../manifests/read-yaml';
import { type Workload, workloadsOf } from '../manifests/workloads';
import { DEFAULT_GATEWAY, defaultObjects } from './default-gateway';
import { GatewayProxy } from './gateway';
import { meshServicesOf } from './mesh-services';
import { ignoredPolicies } from './policies';
import { RoutingProxy } from './proxy';
import { InvalidRequest } from './request';
import type { ObjectRef } from './result';
import { SidecarProxy } from './sidecar';
import { virtualServicesOf } from './virtual-services';

/** How to take manifests. */
export interface MeshModelOptions {
  /**
   * The configuration of the mesh.
   *
   * @default - that of the ConfigMap `istio` among the manifests, or else what `istioctl install` leaves
   */
  readonly mesh?: MeshConfig;
  /**
   * Ports of the client's machine that lead to ports of the ingress gateway, as k3d's load balancer maps them.
   *
   * @default - none
   */
  readonly hostPorts?: Readonly<Record<number, number>>;
}

/** An app of cdk8s: what has charts that turn into objects. */
export interface AppLike {
  readonly charts: readonly { toJson(): readonly unknown[] }[];
}

/** Manifests made ready to trace requests through. Ask as many requests of one model as you like. */
export class MeshModel {
  readonly index: ManifestIndex;
  readonly hostPorts: ReadonlyMap<number, number>;
  private readonly gateways = new Map<Workload, GatewayProxy>();
  private readonly sidecars = new Map<Workload, SidecarProxy>();
  private readonly strangers = new Map<Workload, RoutingProxy>();

  private constructor(
    manifests: readonly Manifest[],
    { mesh = meshConfigAmong(manifests), hostPorts = {} }: MeshModelOptions,
  ) {
    this.index = new ManifestIndex([...manifests, ...defaultObjects(manifests, mesh.rootNamespace)], mesh);
    this.hostPorts = new Map(Object.entries(hostPorts).map(([host, port]) => [Number(host), port]));
  }

  /** @param source an app, or objects as plain data */
  static of(source: AppLike | Iterable<unknown>, options: MeshModelOptions = {}): MeshModel {
    const objects = 'charts' in source ? source.charts.flatMap((chart) => chart.toJson()) : [...source];
    return new MeshModel(
      objects.flatMap((object) => [...objectsOf(object, {})]),
      options,
    );
  }

  static fromManifests(manifests: readonly Manifest[], options: MeshModelOptions = {}): MeshModel {
    return new MeshModel(manifests, options);
  }

  /** The objects that istiod would not have taken, which count for nothing here. */
  get problems(): readonly { readonly object: ObjectRef; readonly because: string }[] {
    const policies = ignoredPolicies(this.index).map(({ because, ...object }) => ({ object, because }));
    return [...this.index.view(virtualServicesOf).ignored, ...policies];
  }

  /** @throws InvalidRequest when there is no such workload */
  gateway(namespace = this.index.mesh.rootNamespace, name = DEFAULT_GATEWAY): GatewayProxy {
    const workload = this.workload(namespace, name);
    const known = this.gateways.get(workload) ?? new GatewayProxy(this.index, workload);
    this.gateways.set(workload, known);
    return known;
  }

  sidecar(workload: Workload): SidecarProxy {
    const known = this.sidecars.get(workload) ?? new SidecarProxy(this.index, workload);
    this.sidecars.set(workload, known);
    return known;
  }

  /** A client without proxy, which reaches what its DNS names. */
  stranger(workload: Workload): RoutingProxy {
    const serviceNamed = (host: string) =>
      this.index.view(meshServicesOf).inScopeOfGateway(host, workload.namespace);
    const registry = { serviceNamed, serviceForRoutes: serviceNamed };
    const known =
      this.strangers.get(workload) ?? new RoutingProxy('no proxy', this.index, workload, registry);
    this.strangers.set(workload, known);
    return known;
  }

  /** @throws InvalidRequest when there is no such workload */
  workload(namespace: string, name: string): Workload {
    const workload = this.index.view(workloadsByName).get(`${namespace}/${name}`);
    if (!workload) {
      throw new InvalidRequest(`there is no workload "${name}" in namespace "${namespace}"`);
    }
    return workload;
  }
}

function workloadsByName(index: ManifestIndex): ReadonlyMap<string, Workload> {
  const { all } = index.view(workloadsOf);
  // Of several of one name the first counts.
  return new Map([...all].reverse().map((one) => [`${one.namespace}/${one.name}`, one]));
}
