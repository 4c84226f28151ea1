import { counted } from '../../catalogue/words';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../istiod/injection/injection';
import { isOfProfile } from '../../istiod/profile/installed-profile';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { isHttp, isTcp, isTls, type Protocol } from '../../istiod/registry/protocol';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { sidecarClients } from '../../istiod/sidecar-clients';
import { type EgressListener, listenerFor } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../istiod/visibility';
import { isControlPlane } from '../../istiod/workloads/control-plane';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy, lazily, memoized } from '../../manifests/collections';
import { objectsIn, textOf } from '../../manifests/fields';
import { manifestOf, texts } from '../../manifests/manifest';
import type { ObjectRef } from '../../routing';
import type { Carried } from '../../routing/connection/content';
import { SidecarProxy } from '../../routing/listener/sidecar';
import { buildRoutes, type HttpRoute } from '../../routing/route/build-routes';
import { meshTcpRoute } from '../../routing/route/mesh-tcp-routes';
import { type MeshVirtualHost, meshRouteTable } from '../../routing/route/mesh-virtual-hosts';
import { VirtualServicesByHost } from '../../routing/route/virtual-services-by-host';
import type { Destinations } from './destinations';
import { addForwarding, addTcpForwarding } from './forwarding';
import { addDetail, addObject, type OpenNode } from './map-builder';
import type { MapContext } from './map-context';
import { hostId, nameText, OUTSIDE, routeId, SIDECARS, WITHOUT_SIDECAR } from './node-ids';
import { effectOf } from './workload-marks';

/** The port on which sidecars also route hosts that no Service has. */
const HTTP_PORT = 80;

/**
 * The ways that begin at sidecars. A map has one node for all of them: what only some clients see is drawn as well, as the
 * first client that sees it has it.
 */
export class MeshPart {
  private readonly bound: readonly VirtualService[];
  private readonly byRef: ReadonlyMap<ObjectRef, VirtualService>;
  private readonly services: ReadonlyMap<string, MeshService>;
  private readonly boundByHost: VirtualServicesByHost;
  /** The hosts of Services that have routes of VirtualServices, for all their ports. */
  private readonly routed = new Set<string>();

  private readonly proxyOf = memoized(
    (workload: Workload) => workload,
    (workload) => new SidecarProxy(workload, this.context.model.sources),
  );
  private readonly knownAt = memoized(
    (listener: EgressListener) => listener,
    ({ virtualServices }) => new Set(virtualServices),
  );
  private readonly routesOf = memoized(
    ({ ref }: VirtualService, port: number) => `${nameText(ref)} ${port}`,
    (virtualService, port) => this.builtRoutes(virtualService, port),
  );
  private readonly anyClient = lazily((): Workload => {
    const [first] = [...this.context.index.view(sidecarClients).values()].flat();
    return first ?? someClient('default');
  });

  constructor(
    private readonly context: MapContext,
    private readonly destinations: Destinations,
  ) {
    const { index } = context;
    this.bound = index.view(virtualServicesOf).boundTo(MESH);
    this.byRef = new Map(this.bound.map((one) => [one.ref, one]));
    this.boundByHost = new VirtualServicesByHost(this.bound);
    const byHost = groupedBy(index.view(serviceRegistryOf).all, ({ host }) => host);
    this.services = new Map(
      [...byHost].map(([host, all]) => [host, all.find(({ isKubernetes }) => isKubernetes) ?? all[0]]),
    );
  }

  add(): void {
    const clients = [...this.context.index.view(sidecarClients)];
    const called = this.calledServices();
    if (clients.length === 0 && this.bound.length === 0 && called.length === 0) {
      return;
    }
    this.clients();
    const ports = new Set([
      HTTP_PORT,
      ...called.flatMap(({ ports: own }) => own.map(({ number }) => number)),
    ]);
    const onPort = groupedBy(
      called.flatMap((service) => service.ports.map(({ number }) => ({ service, number }))),
      ({ number }) => number,
    );
    for (const port of ports) {
      this.port(
        port,
        (onPort.get(port) ?? []).map(({ service }) => service),
      );
    }
    for (const service of called) {
      if (!this.routed.has(service.host)) {
        this.defaultRoute(service);
      }
    }
  }

  /** Applications do not call the Services of gateways and of the profile, unless a route leads there. */
  private calledServices(): readonly MeshService[] {
    const { index } = this.context;
    const servicesOf = index.view(selectingServices);
    const ofGateways = new Set(
      index
        .view(workloadsOf)
        .all.filter(isGateway)
        .flatMap((gateway) => servicesOf(gateway).map(({ host }) => host)),
    );
    return [...this.services.values()].filter(
      ({ host, manifest }) => !isOfProfile(manifest) && (!ofGateways.has(host) || this.isBound(host)),
    );
  }

  private isBound(host: string): boolean {
    return this.boundByHost.sharing([host]).length > 0;
  }

  private clients(): void {
    const { builder, index } = this.context;
    const applications = index
      .view(workloadsOf)
      .all.filter((workload) => !isGateway(workload) && !isControlPlane(index, workload));
    const byMesh = groupedBy(applications, (workload) => hasSidecar(index, workload));
    const [meshed, others] = [byMesh.get(true) ?? [], byMesh.get(false) ?? []];
    const proxy = this.proxyOf(this.anyClient());
    const node = builder.node(SIDECARS, () => ({
      kind: 'sidecars',
      column: 'entrance',
      namespace: '',
      label: 'sidecars of the mesh',
      details: [numberOf(meshed)],
    }));
    if (proxy.extension) {
      addObject(node, proxy.extension);
      addDetail(node, effectOf(proxy.extension));
    }
    if (others.length > 0) {
      builder.node(WITHOUT_SIDECAR, () => ({
        kind: 'clients without a sidecar',
        column: 'entrance',
        namespace: '',
        label: 'clients without a sidecar',
        details: [numberOf(others)],
      }));
    }
    if (proxy.scope.allowsAny) {
      builder.node(OUTSIDE, () => ({
        kind: 'outside',
        column: 'workload',
        namespace: '',
        label: 'outside the mesh',
        details: ['hosts that the mesh does not know'],
      }));
      builder.edge(SIDECARS, OUTSIDE);
    }
  }

  /** The hosts that sidecars route on a port, if they see everything. */
  private port(port: number, services: readonly MeshService[]): void {
    const virtualServices =
      port === HTTP_PORT ? this.bound : this.boundByHost.sharing(services.map(({ host }) => host));
    const listener = { services: new Map(services.map((one) => [one.host, one])), virtualServices };
    const table = meshRouteTable(this.anyClient(), listener, port, this.context.index);
    for (const virtualHost of new Set(table.byDomain.values())) {
      this.virtualHost(virtualHost, port);
    }
    for (const service of services) {
      this.tcpRoutes(service, port);
    }
  }

  private virtualHost({ domain, hop, service }: MeshVirtualHost, port: number): void {
    const [taken] = hop.virtualServices;
    const first = taken && this.byRef.get(taken);
    // On port 80, sidecars also route the hosts of Services that do not have the port, and no application calls it there.
    const isOfOtherPort = !service && this.services.has(domain);
    if (!first || isOfOtherPort) {
      return;
    }
    // Clients that do not see the first VirtualService may have another one.
    const others = hop.passedOver.flatMap(({ virtualService }) => this.byRef.get(virtualService) ?? []);
    const elsewhere = others.filter(({ namespace }) => !isVisibleIn(first.visibility, namespace));
    const host = this.host(domain, first.namespace);
    for (const virtualService of [first, ...elsewhere]) {
      const routes = this.routesOf(virtualService, port);
      if (service && routes.length > 0) {
        this.routed.add(service.host);
      }
      addObject(host, { ...virtualService.ref, field: 'spec.hosts' });
      const { plans } = this.proxyFor(virtualService, port);
      for (const route of routes) {
        this.context.builder.edge(host.id, routeId(route.ref));
        addForwarding(this.destinations, this.context.builder, plans, route);
      }
    }
  }

  private host(domain: string, namespace: string): OpenNode {
    const { builder } = this.context;
    const id = hostId(SIDECARS, domain);
    const node = builder.node(id, () => ({
      kind: 'host',
      column: 'host',
      namespace,
      label: domain,
      details: ['in the mesh'],
    }));
    builder.edge(SIDECARS, id);
    return node;
  }

  /** The routes that some client has: matches may ask for the labels or the namespace of the client. */
  private builtRoutes(virtualService: VirtualService, port: number): readonly HttpRoute[] {
    const { index } = this.context;
    const asked = virtualService.http.flatMap(({ route }) =>
      objectsIn(route.match).flatMap(({ sourceLabels, sourceNamespace }) => {
        const [labels, namespace] = [texts(sourceLabels), textOf(sourceNamespace)];
        return Object.keys(labels).length > 0 || namespace
          ? index
              .view(workloadsOf)
              .selectedBy(labels, namespace || undefined)
              .slice(0, 1)
          : [];
      }),
    );
    const clients = [this.proxyFor(virtualService, port).client.workload, ...asked];
    const routes = new Map<string, HttpRoute>();
    for (const workload of new Set(clients)) {
      for (const route of buildRoutes(virtualService, { workload, gateway: MESH, port, isTls: false })) {
        const id = routeId(route.ref);
        routes.set(id, routes.get(id) ?? route);
      }
    }
    return [...routes.values()];
  }

  /** A sidecar that sees a VirtualService: any, or one in its namespace. */
  private proxyFor(virtualService: VirtualService, port: number): SidecarProxy {
    const proxy = this.proxyOf(this.anyClient());
    const listener = listenerFor(proxy.scope, port);
    return listener && this.knownAt(listener).has(virtualService)
      ? proxy
      : this.proxyIn(virtualService.namespace);
  }

  private readonly proxyIn = memoized(
    (namespace: string) => namespace,
    (namespace) => {
      const [own] = this.context.index.view(sidecarClients).get(namespace) ?? [];
      return this.proxyOf(own ?? someClient(namespace));
    },
  );

  private tcpRoutes(service: MeshService, port: number): void {
    const meshPort = portOf(service, port);
    if (!meshPort || !(meshPort.protocol === undefined || isTcp(meshPort.protocol))) {
      return;
    }
    for (const virtualService of this.boundByHost.sharing([service.host])) {
      const own = new VirtualServicesByHost([virtualService]);
      const proxy = this.proxyFor(virtualService, port);
      const called = { workload: proxy.client.workload, service, port: meshPort };
      // Each SNI that a route names stands for those that take the route.
      const names = isTls(meshPort.protocol)
        ? virtualService.tls.flatMap(({ match }) =>
            objectsIn(match).flatMap(({ sniHosts }) => sniNames(sniHosts)),
          )
        : [undefined];
      for (const name of names) {
        const choice = meshTcpRoute(own, called, name);
        if (choice.is === 'route') {
          const { id } = this.host(service.host, virtualService.namespace);
          this.context.builder.edge(id, routeId(choice.route.ref));
          this.routed.add(service.host);
          addTcpForwarding(
            this.destinations,
            proxy.client,
            choice.route,
            isTls(meshPort.protocol) ? 'TLS' : 'bytes',
          );
        }
      }
    }
  }

  private defaultRoute(service: MeshService): void {
    const any = this.proxyOf(this.anyClient());
    const proxy = any.scope.serviceNamed(service.host) ? any : this.proxyIn(service.namespace);
    if (service.resolution === 'ALIAS') {
      return;
    }
    const clusters = service.ports
      .filter(({ protocol }) => protocol !== 'UDP')
      .map(({ number, protocol }) => {
        return [proxy.client.clusters.cluster(service.host, number, ''), carriedBy(protocol)] as const;
      });
    this.destinations.addDefault(SIDECARS, service, clusters);
  }
}

/** What clients send to a port of a protocol. */
function carriedBy(protocol: Protocol | undefined): Carried {
  return protocol === undefined || isHttp(protocol) ? 'requests' : isTls(protocol) ? 'TLS' : 'bytes';
}

function sniNames(sniHosts: unknown): string[] {
  return (Array.isArray(sniHosts) ? sniHosts : []).flatMap((name) =>
    typeof name === 'string' ? [name.replace(/^\*(?=\.)/, 'any')] : [],
  );
}

function numberOf(workloads: readonly Workload[]): string {
  const namespaces = new Set(workloads.map(({ namespace }) => namespace));
  return workloads.length === 0
    ? 'the manifests show none'
    : `${counted(workloads.length, 'workload')} in ${counted(namespaces.size, 'namespace')}`;
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
