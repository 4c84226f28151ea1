import { type IstioVersion, istioVersionOf, NEWEST_VERSION } from '../istiod/istio-version';
import { givenMeshConfig, meshConfigAmong } from '../istiod/mesh-config';
import { MeshIndex } from '../istiod/mesh-index';
import { installedProfile } from '../istiod/profile/installed-profile';
import { DEFAULT_PROFILE, type Profile } from '../istiod/profile/profiles';
import { virtualServicesOf } from '../istiod/virtual-services/virtual-services';
import { isOpaque } from '../manifests/external-object';
import type { Manifest } from '../manifests/manifest';
import type { SpokenProtocol } from './connection/server';
import { ToldServers } from './connection/told-servers';
import { manifestsIn, type ObjectSource } from './model-source';
import { ignoredPolicies } from './policies';
import type { ObjectRef } from './result';
import { RequestSources } from './sources';

/** How the model of a mesh is made. */
export interface MeshModelOptions {
  /**
   * The configuration of the mesh, with the fields of Istio's MeshConfig. It is written over the configuration of the profile.
   *
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   * @default - the configuration in the ConfigMap `istio` among the manifests, or else that of the profile
   */
  readonly mesh?: Readonly<Record<string, unknown>>;
  /**
   * The profile with which Istio is installed: `demo` has an egress gateway and more ports, and `minimal` has no gateway.
   *
   * @default "default" - istiod and the ingress gateway
   */
  readonly profile?: Profile;
  /**
   * Ports of the client's machine that lead to ports of the ingress gateway, as k3d's load balancer maps them.
   *
   * @default - none
   */
  readonly hostPorts?: Readonly<Record<number, number>>;
  /**
   * What servers outside the mesh and containers speak: by `HOST:PORT` or `ADDRESS:PORT` for servers outside, by
   * `NAMESPACE/WORKLOAD:PORT` with the port of the pods for containers. `HTTP` is HTTP/1.1 in plaintext, `HTTP2` is
   * HTTP/2 in plaintext, `TLS` is HTTP inside TLS, `MTLS` is TLS that wants a certificate of the client, and `TCP` is
   * anything else in plaintext.
   *
   * @example { 'api.example.com:443': 'TLS', 'shop/web:8080': 'HTTP2' }
   * @default - a server speaks what its port declares, and TLS on port 443 outside; whether it understands bytes that
   * no proxy reads is left open
   */
  readonly servers?: Readonly<Record<string, SpokenProtocol>>;
  /**
   * The version of Istio: `1.30`, `1.31` or `1.32`.
   *
   * @default "1.32"
   */
  readonly istio?: IstioVersion;
}

/** Manifests that are ready for tracing requests. Trace as many requests as you like through one model. */
export class MeshModel {
  /** @internal */
  readonly index: MeshIndex;
  /** @internal */
  readonly sources: RequestSources;

  /** @internal */
  protected constructor(
    manifests: readonly Manifest[],
    /** @internal */
    readonly options: MeshModelOptions,
    elsewhere: readonly Manifest[] = [],
  ) {
    const { hostPorts = {}, servers = {}, profile = DEFAULT_PROFILE, istio = NEWEST_VERSION } = options;
    // Of several objects with one name, the last counts, so those that exist elsewhere come first.
    const all = [...elsewhere.filter((manifest) => !isOpaque(manifest)), ...manifests];
    const mesh = options.mesh ? givenMeshConfig(options.mesh, profile) : meshConfigAmong(all, profile);
    const installed = installedProfile(profile, all, mesh.rootNamespace);
    const opaque = elsewhere.filter(isOpaque);
    this.index = new MeshIndex([...installed, ...all], mesh, opaque, istioVersionOf(istio));
    const ports = new Map(Object.entries(hostPorts).map(([host, port]) => [Number(host), port]));
    this.sources = new RequestSources(this.index, ports, new ToldServers(servers, this.index));
  }

  /**
   * The model of an app or a chart as it is now, or of objects as plain data.
   *
   * @throws Error if the source is none of these, or `servers` has a place that is malformed or unknown, or a protocol that
   * is unknown; or `mesh` is not a MeshConfig, or the version of Istio is not supported
   */
  static of(source: ObjectSource, options: MeshModelOptions = {}): MeshModel {
    return new MeshModel(manifestsIn(source), options);
  }

  /** @internal */
  static fromManifests(
    manifests: readonly Manifest[],
    options: MeshModelOptions = {},
    elsewhere: readonly Manifest[] = [],
  ): MeshModel {
    return new MeshModel(manifests, options, elsewhere);
  }

  /** The objects that istiod would reject, which have no effect here either, and why. */
  get problems(): readonly { readonly object: ObjectRef; readonly because: string }[] {
    const policies = ignoredPolicies(this.index).map(({ because, ...object }) => ({ object, because }));
    return [...this.index.view(virtualServicesOf).ignored, ...policies];
  }
}
