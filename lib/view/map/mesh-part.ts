import { counted } from '../../catalogue/words';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { isOfProfile } from '../../istiod/profile/installed-profile';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { isTcp, isTls } from '../../istiod/registry/protocol';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { type EgressListener, listenerFor } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../istiod/visibility';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../manifests/collections';
import { objectsIn, textOf } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import type { ObjectRef } from '../../routing';
import type { Cluster } from '../../routing/destination/choose-cluster';
import type { SidecarProxy } from '../../routing/listener/sidecar';
import { buildRoutes, type HttpRoute } from '../../routing/route/build-routes';
import { meshTcpRoute } from '../../routing/route/mesh-tcp-routes';
import { type MeshVirtualHost, meshRouteTable } from '../../routing/route/mesh-virtual-hosts';
import { VirtualServicesByHost } from '../../routing/route/virtual-services-by-host';
import { DefaultCalls, isForSome } from './default-calls';
import type { Destinations } from './destinations';
import { addForwarding, addTcpForwarding } from './forwarding';
import { addDetail, addObject, type OpenNode } from './map-builder';
import type { MapContext } from './map-context';
import { MeshClients } from './mesh-clients';
import { hostId, nameText, OUTSIDE, routeId, SIDECARS, WITHOUT_SIDECAR } from './node-ids';
import { effectOf } from './workload-marks';

/** Where routes ask who the client is, as many namespaces are tried. */
const MOST_CLIENTS = 20;

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
  /** The ports of Services that have routes of VirtualServices, as `HOST:PORT`. */
  private readonly routed = new Set<string>();
  private readonly clients: MeshClients;
  private readonly knownAt = memoized(
    (listener: EgressListener) => listener,
    ({ virtualServices }) => new Set(virtualServices),
  );
  private readonly routesOf = memoized(
    ({ ref }: VirtualService, port: number) => `${nameText(ref)} ${port}`,
    (virtualService, port) => this.builtRoutes(virtualService, port),
  );
  constructor(
    private readonly context: MapContext,
    private readonly destinations: Destinations,
  ) {
    const { index } = context;
    this.clients = new MeshClients(context);
    this.bound = index.view(virtualServicesOf).boundTo(MESH);
    this.byRef = new Map(this.bound.map((one) => [one.ref, one]));
    this.boundByHost = new VirtualServicesByHost(this.bound);
    const byHost = groupedBy(index.view(serviceRegistryOf).all, ({ host }) => host);
    this.services = new Map(
      [...byHost].map(([host, all]) => [host, all.find(({ isKubernetes }) => isKubernetes) ?? all[0]]),
    );
  }

  add(): void {
    const called = this.calledServices();
    if (this.clients.senders().size === 0 && this.bound.length === 0 && called.length === 0) {
      return;
    }
    this.entrances();
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
    const calls = new DefaultCalls(this.clients, this.destinations);
    for (const service of called) {
      const routing = this.boundByHost.sharing([service.host]);
      calls.add(service, { routing, isRouted: ({ number }) => this.routed.has(`${service.host}:${number}`) });
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

  private entrances(): void {
    const { builder } = this.context;
    const [meshed, others] = [this.clients.with(), this.clients.without()];
    const proxy = this.clients.any();
    // A mesh that shows only workloads without a sidecar has none, unless routes are written for sidecars.
    const hasSidecars = this.clients.haveSidecars() || this.bound.length > 0;
    if (hasSidecars) {
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
    for (const from of [
      ...(hasSidecars && proxy.scope.allowsAny ? [SIDECARS] : []),
      ...(others.length > 0 ? [WITHOUT_SIDECAR] : []),
    ]) {
      builder.node(OUTSIDE, () => ({
        kind: 'outside',
        column: 'workload',
        namespace: '',
        label: 'outside the mesh',
        details: ['hosts that the mesh does not know'],
      }));
      builder.edge(from, OUTSIDE);
    }
  }

  /** The hosts that sidecars route on a port, if they see everything. */
  private port(port: number, services: readonly MeshService[]): void {
    const virtualServices =
      port === HTTP_PORT ? this.bound : this.boundByHost.sharing(services.map(({ host }) => host));
    const listener = { services: new Map(services.map((one) => [one.host, one])), virtualServices };
    const { index } = this.context;
    const selective = virtualServices.filter(isForSome);
    const clients = [
      this.clients.any().client.workload,
      ...selective.flatMap((one) => this.askedFor(one)),
      ...(selective.length > 0 ? this.clients.ofNamespaces(MOST_CLIENTS) : []),
    ];
    const tables = [...new Set(clients)].map((workload) => meshRouteTable(workload, listener, port, index));
    for (const virtualHost of new Set(tables.flatMap(({ byDomain }) => [...byDomain.values()]))) {
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
        this.routed.add(`${service.host}:${port}`);
      }
      addObject(host, { ...virtualService.ref, field: 'spec.hosts' });
      const { plans } = this.proxyFor(virtualService, port);
      const proxy = { plans, reaching: this.reaching(virtualService, port) };
      for (const route of routes) {
        this.context.builder.edge(host.id, routeId(route.ref));
        addForwarding(this.destinations, this.context.builder, proxy, route);
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
    const clients = [this.proxyFor(virtualService, port).client.workload, ...this.askedFor(virtualService)];
    const routes = new Map<string, HttpRoute>();
    for (const workload of new Set(clients)) {
      for (const route of buildRoutes(virtualService, { workload, gateway: MESH, port, isTls: false })) {
        const id = routeId(route.ref);
        routes.set(id, routes.get(id) ?? route);
      }
    }
    return [...routes.values()];
  }

  /** A client for each match that asks for the labels or the namespace of the client. */
  private askedFor({ http }: VirtualService): readonly Workload[] {
    const workloads = this.context.index.view(workloadsOf);
    return http.flatMap(({ route }) =>
      objectsIn(route.match).flatMap(({ sourceLabels, sourceNamespace }) => {
        const [labels, namespace] = [texts(sourceLabels), textOf(sourceNamespace)];
        return Object.keys(labels).length > 0 || namespace
          ? workloads.selectedBy(labels, namespace || undefined).slice(0, 1)
          : [];
      }),
    );
  }

  /** A sidecar that sees a VirtualService. */
  private readonly proxyFor = memoized(
    ({ ref }: VirtualService, port: number) => `${nameText(ref)} ${port}`,
    (virtualService, port): SidecarProxy =>
      this.fitting(virtualService, port, () => true) ?? this.clients.in(virtualService.namespace),
  );

  private fitting(
    virtualService: VirtualService,
    port: number,
    fits: (proxy: SidecarProxy) => boolean,
  ): SidecarProxy | undefined {
    return this.clients.fitting(virtualService.namespace, (proxy) => {
      const listener = listenerFor(proxy.scope, port);
      return listener !== undefined && this.knownAt(listener).has(virtualService) && fits(proxy);
    });
  }

  /** The cluster of a client that sees a VirtualService, and that reaches the destination, if one does. */
  private reaching(virtualService: VirtualService, port: number): (cluster: Cluster) => Cluster {
    return (cluster) => {
      const { host, port: called = port, subset = '' } = cluster.ref;
      if (!cluster.failure || !this.services.has(host)) {
        return cluster;
      }
      const proxy = this.fitting(virtualService, port, ({ scope }) => scope.serviceNamed(host) !== undefined);
      return proxy?.client.clusters.cluster(host, called, subset) ?? cluster;
    };
  }

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
          this.routed.add(`${service.host}:${port}`);
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
