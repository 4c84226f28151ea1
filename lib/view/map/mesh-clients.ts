import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../istiod/injection/injection';
import { sidecarClients } from '../../istiod/sidecar-clients';
import { sidecarFor } from '../../istiod/sidecar-imports';
import { isControlPlane } from '../../istiod/workloads/control-plane';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy, lazily, memoized } from '../../manifests/collections';
import { manifestOf } from '../../manifests/manifest';
import type { RoutingClient } from '../../routing/destination/routing-client';
import { SidecarProxy } from '../../routing/listener/sidecar';
import type { MapContext } from './map-context';

/** The sidecars of the mesh as clients, of which one stands for all that know the same part of the mesh. */
export class MeshClients {
  /** The first client of the mesh. */
  readonly any = lazily((): SidecarProxy => {
    const [first] = this.all();
    return this.proxyOf(first ?? someClient('default'));
  });

  /** The workloads that send requests, by whether they have a sidecar. */
  readonly senders = lazily(() => {
    const { index } = this.context;
    const applications = index
      .view(workloadsOf)
      .all.filter((workload) => !isGateway(workload) && !isControlPlane(index, workload));
    return groupedBy(applications, (workload) => hasSidecar(index, workload));
  });

  /** One of the clients without a proxy, all of which reach the same. */
  readonly withoutProxy = lazily((): RoutingClient | undefined => {
    const [workload] = this.without();
    const source =
      workload && this.context.model.sources.named(`mesh:${workload.namespace}/${workload.name}`);
    return source?.is === 'no proxy' ? source.client : undefined;
  });

  readonly proxyOf = memoized(
    (workload: Workload) => workload,
    (workload) => new SidecarProxy(workload, this.context.model.sources),
  );
  private readonly first = memoized(
    (namespace: string) => namespace,
    (namespace) => this.context.index.view(sidecarClients).get(namespace)?.[0] ?? someClient(namespace),
  );

  /** Workloads of one namespace under one Sidecar know the same. */
  private readonly distinct = lazily((): ReadonlyMap<string, readonly Workload[]> => {
    const { index } = this.context;
    const namespaces = [...index.view(sidecarClients)].map(([namespace, workloads]) => {
      const bySidecar = new Map(
        [...workloads].reverse().map((workload) => [sidecarFor(index, workload), workload]),
      );
      return [namespace, [...bySidecar.values()].reverse()] as const;
    });
    return new Map(namespaces);
  });

  constructor(private readonly context: MapContext) {}

  with(): readonly Workload[] {
    return this.senders().get(true) ?? [];
  }

  without(): readonly Workload[] {
    return this.senders().get(false) ?? [];
  }

  /** Manifests may show no workloads at all. If they show only such as have no sidecar, there is none. */
  haveSidecars(): boolean {
    return this.senders().has(true) || !this.senders().has(false);
  }

  /** The clients with a sidecar, of which one stands for those that are the same to istiod. */
  all(): readonly Workload[] {
    return [...this.context.index.view(sidecarClients).values()].flat();
  }

  /** A client in each of the first namespaces. */
  ofNamespaces(most: number): readonly Workload[] {
    const byNamespace = [...this.context.index.view(sidecarClients).values()];
    return byNamespace.slice(0, most).flatMap((workloads) => workloads.slice(0, 1));
  }

  /** The namespaces that have clients with a sidecar. */
  namespaces(): readonly string[] {
    return [...this.context.index.view(sidecarClients).keys()];
  }

  /** A sidecar in a namespace, which may be one that the manifests do not show. */
  in(namespace: string): SidecarProxy {
    return this.proxyOf(this.first(namespace));
  }

  /** A sidecar that fits: the first of the mesh if it does, else one in a namespace, else one elsewhere; undefined if none does. */
  fitting(namespace: string, fits: (proxy: SidecarProxy) => boolean): SidecarProxy | undefined {
    for (const proxy of [this.any(), this.in(namespace)]) {
      if (fits(proxy)) {
        return proxy;
      }
    }
    const own = this.distinct().get(namespace) ?? [];
    const others = [...this.distinct().values()].flat();
    const found = [...own, ...others].find((workload) => fits(this.proxyOf(workload)));
    return found && this.proxyOf(found);
  }
}

/** A client that the manifests do not show: manifests of networking alone show no pods. */
function someClient(namespace: string): Workload {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client', namespace } };
  const manifest = manifestOf(object);
  if (!manifest) {
    throw new Error('a Pod is a Kubernetes object');
  }
  return { manifest, name: manifest.name, namespace, labels: {}, annotations: {}, pod: {} };
}
