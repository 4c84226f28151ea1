import { DEFAULT_GATEWAY, defaultProfile } from '../istiod/default-profile';
import { meshConfigAmong, meshConfigOf } from '../istiod/mesh-config';
import { MeshIndex } from '../istiod/mesh-index';
import { meshServicesOf } from '../istiod/registry/mesh-services';
import { virtualServicesOf } from '../istiod/virtual-services/virtual-services';
import { type Workload, workloadsOf } from '../istiod/workloads/workloads';
import type { Manifest } from '../manifests/manifest';
import { RoutingClient } from './destination/routing-client';
import { GatewayProxy } from './listener/gateway';
import { SidecarProxy } from './listener/sidecar';
import { manifestsIn, type ObjectSource } from './model-source';
import { ignoredPolicies } from './policies';
import { InvalidRequest } from './request/request';
import type { ObjectRef } from './result';

/** How to take manifests. */
export interface MeshModelOptions {
  /**
   * The configuration of the mesh, with the fields of Istio's MeshConfig.
   *
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   * @default - that of the ConfigMap `istio` among the manifests, or else what `istioctl install` leaves
   */
  readonly mesh?: Readonly<Record<string, unknown>>;
  /**
   * Ports of the client's machine that lead to ports of the ingress gateway, as k3d's load balancer maps them.
   *
   * @default - none
   */
  readonly hostPorts?: Readonly<Record<number, number>>;
}

/** Manifests made ready to trace requests through. Ask as many requests of one model as you like. */
export class MeshModel {
  /** @internal */
  readonly index: MeshIndex;
  /** @internal */
  readonly hostPorts: ReadonlyMap<number, number>;
  private readonly gateways = new Map<Workload, GatewayProxy>();
  private readonly sidecars = new Map<Workload, SidecarProxy>();
  private readonly unproxiedClients = new Map<Workload, RoutingClient>();

  /** @internal */
  protected constructor(manifests: readonly Manifest[], options: MeshModelOptions) {
    const { hostPorts = {} } = options;
    const mesh = options.mesh ? meshConfigOf(options.mesh) : meshConfigAmong(manifests);
    this.index = new MeshIndex([...defaultProfile(manifests, mesh.rootNamespace), ...manifests], mesh);
    this.hostPorts = new Map(Object.entries(hostPorts).map(([host, port]) => [Number(host), port]));
  }

  /**
   * The model of an app or a chart as it is now, or of objects as plain data.
   *
   * @throws Error when it is none of these
   */
  static of(source: ObjectSource, options: MeshModelOptions = {}): MeshModel {
    return new MeshModel(manifestsIn(source), options);
  }

  /** @internal */
  static fromManifests(manifests: readonly Manifest[], options: MeshModelOptions = {}): MeshModel {
    return new MeshModel(manifests, options);
  }

  /** The objects that istiod would not have taken, which count for nothing here, and why. */
  get problems(): readonly { readonly object: ObjectRef; readonly because: string }[] {
    const policies = ignoredPolicies(this.index).map(({ because, ...object }) => ({ object, because }));
    return [...this.index.view(virtualServicesOf).ignored, ...policies];
  }

  /**
   * @throws InvalidRequest when there is no such workload
   * @internal
   */
  gateway(namespace = this.index.mesh.rootNamespace, name = DEFAULT_GATEWAY): GatewayProxy {
    const workload = this.workload(namespace, name);
    const known = this.gateways.get(workload) ?? new GatewayProxy(this.index, workload);
    this.gateways.set(workload, known);
    return known;
  }

  /** @internal */
  sidecar(workload: Workload): SidecarProxy {
    const known = this.sidecars.get(workload) ?? new SidecarProxy(this.index, workload);
    this.sidecars.set(workload, known);
    return known;
  }

  /**
   * A client without proxy, which reaches what its DNS names.
   *
   * @internal
   */
  unproxiedClient(workload: Workload): RoutingClient {
    const serviceNamed = (host: string) =>
      this.index.view(meshServicesOf).inScopeOfGateway(host, workload.namespace);
    const registry = { serviceNamed, serviceForRoutes: serviceNamed };
    const known =
      this.unproxiedClients.get(workload) ?? new RoutingClient('no proxy', this.index, workload, registry);
    this.unproxiedClients.set(workload, known);
    return known;
  }

  /**
   * @throws InvalidRequest when there is no such workload
   * @internal
   */
  workload(namespace: string, name: string): Workload {
    const workload = this.index.view(workloadsByName).get(`${namespace}/${name}`);
    if (!workload) {
      throw new InvalidRequest(`there is no workload "${name}" in namespace "${namespace}"`);
    }
    return workload;
  }
}

function workloadsByName(index: MeshIndex): ReadonlyMap<string, Workload> {
  const { all } = index.view(workloadsOf);
  // Objects of different kinds may share a name: a Pod counts before a Deployment, that before a Job.
  return new Map([...all].reverse().map((one) => [`${one.namespace}/${one.name}`, one]));
}
