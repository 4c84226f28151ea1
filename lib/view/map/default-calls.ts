import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { isHttp, isTls, type Protocol } from '../../istiod/registry/protocol';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../istiod/visibility';
import { objectsIn, textOf } from '../../manifests/fields';
import type { Carried } from '../../routing/connection/content';
import type { Cluster } from '../../routing/destination/choose-cluster';
import type { RoutingClient } from '../../routing/destination/routing-client';
import type { SidecarProxy } from '../../routing/listener/sidecar';
import { buildRoutes } from '../../routing/route/build-routes';
import type { Destinations } from './destinations';
import type { MeshClients } from './mesh-clients';
import { SIDECARS, WITHOUT_SIDECAR } from './node-ids';

/** What VirtualServices do with requests to a Service. */
interface Routing {
  /** The VirtualServices for its host. */
  readonly routing: readonly VirtualService[];
  /** Whether they have routes for a port. */
  isRouted(port: MeshPort): boolean;
}

/** The calls of Services that no VirtualService routes. */
export class DefaultCalls {
  constructor(
    private readonly clients: MeshClients,
    private readonly destinations: Destinations,
  ) {}

  /** The calls of a Service by clients with a sidecar and without one. Also a Service that nobody calls is on the map. */
  add(service: MeshService, routing: Routing): void {
    if (service.resolution === 'ALIAS') {
      return;
    }
    this.destinations.addService(service);
    const { host, ports } = service;
    const caller = this.clients.haveSidecars() ? this.callerOf(service, routing) : undefined;
    if (caller) {
      const clusters = clustersFor(caller.proxy.client, host, caller.ports);
      this.destinations.addDefault(SIDECARS, service, clusters);
    }
    // All clients without a proxy reach the same.
    const direct = this.clients.withoutProxy();
    if (direct && service.isKubernetes) {
      this.destinations.addDefault(WITHOUT_SIDECAR, service, clustersFor(direct, host, ports));
    }
  }

  /** A client that comes to a Service itself: it sees the Service, and no VirtualService routes what it sends to some port. */
  private callerOf(
    { host, visibility, namespace, ports }: MeshService,
    { routing, isRouted }: Routing,
  ): { readonly proxy: SidecarProxy; readonly ports: readonly MeshPort[] } | undefined {
    const unrouted = ports.filter((port) => !isRouted(port));
    const sees = ({ scope }: SidecarProxy) => scope.serviceNamed(host) !== undefined;
    const proxy = unrouted.length > 0 ? this.clients.fitting(namespace, sees) : undefined;
    if (proxy) {
      return { proxy, ports: unrouted };
    }
    const isUnaware = (own: string) =>
      isVisibleIn(visibility, own) && !routing.some((one) => isVisibleIn(one.visibility, own));
    const unaware = this.clients.namespaces().some(isUnaware)
      ? this.clients.fitting(namespace, (own) => isUnaware(own.client.workload.namespace) && sees(own))
      : undefined;
    const other =
      unaware ?? (routing.every(isForSome) ? this.clientWithoutRoutes(ports, routing) : undefined);
    return other && sees(other) ? { proxy: other, ports } : undefined;
  }

  /** A client for which VirtualServices have no routes, which ask who it is. */
  private clientWithoutRoutes(
    ports: readonly MeshPort[],
    routing: readonly VirtualService[],
  ): SidecarProxy | undefined {
    const workload = this.clients
      .all()
      .find((client) =>
        ports.some(({ number: port }) =>
          routing.every(
            (one) => buildRoutes(one, { workload: client, gateway: MESH, port, isTls: false }).length === 0,
          ),
        ),
      );
    return workload && this.clients.proxyOf(workload);
  }
}

/** Whether all HTTP routes are only for clients with some labels, or in some namespace. */
export function isForSome({ http }: VirtualService): boolean {
  return http.every(({ route }) => {
    const matches = objectsIn(route.match);
    return (
      matches.length > 0 &&
      matches.every(
        ({ sourceLabels, sourceNamespace }) => sourceLabels !== undefined || textOf(sourceNamespace),
      )
    );
  });
}

/** The clusters of a client for ports of a Service, and what it sends there. */
function clustersFor(
  { clusters }: RoutingClient,
  host: string,
  ports: readonly MeshPort[],
): (readonly [Cluster, Carried])[] {
  return ports
    .filter(({ protocol }) => protocol !== 'UDP')
    .map(({ number, protocol }) => {
      const cluster = clusters.cluster(host, number, '');
      return [cluster, carriedTo(cluster, protocol)];
    });
}

/** What clients send to a port of a protocol. Without a protocol, they send what is understood there. */
function carriedTo(cluster: Cluster, protocol: Protocol | undefined): Carried {
  if (protocol !== undefined) {
    return isHttp(protocol) ? 'requests' : isTls(protocol) ? 'TLS' : 'bytes';
  }
  const understood = (carried: Carried) =>
    !cluster.failure && cluster.arriving(carried).arrivals.some(({ hop }) => hop.isAccepted);
  return understood('requests') || !understood('TLS') ? 'requests' : 'TLS';
}
