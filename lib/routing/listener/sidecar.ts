import { extensionFor } from '../../istiod/extensions';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import {
  type EgressListener,
  listenerFor,
  type SidecarScope,
  sidecarScopeFor,
} from '../../istiod/sidecar-scope';
import type { Workload } from '../../istiod/workloads/workloads';
import { memoized } from '../../manifests/collections';
import { RoutingClient, type RoutingContext } from '../destination/routing-client';
import type { ObjectRef } from '../result';
import { whyTableRefused } from '../route/build-routes';
import { meshRouteTables } from '../route/mesh-route-tables';
import type { MeshRouteTable, MeshVirtualHost } from '../route/mesh-virtual-hosts';
import { VirtualServicesByHost } from '../route/virtual-services-by-host';
import { RoutePlans } from '../treatment/route-plans';

/** A sidecar, for the requests that its own application sends. (I) */
export class SidecarProxy {
  readonly client: RoutingClient;
  readonly plans: RoutePlans;
  readonly scope: SidecarScope;
  /** An extension that may change requests in any way. */
  readonly extension: ObjectRef | undefined;

  /** The HTTP routes for a port; undefined if the sidecar does not listen there. (I2) */
  readonly routeTable = memoized(
    (port: number) => port,
    (port) => this.makeRouteTable(port),
  );

  /** The VirtualServices that a listener knows. */
  readonly virtualServicesAt = memoized(
    (listener: EgressListener) => listener,
    ({ virtualServices }) => new VirtualServicesByHost(virtualServices),
  );

  constructor(workload: Workload, context: RoutingContext) {
    const { index } = context;
    this.extension = extensionFor(index, workload, 'SIDECAR_OUTBOUND');
    this.scope = sidecarScopeFor(index, workload);
    const registry = {
      serviceNamed: (host: string) => this.scope.serviceNamed(host),
      serviceForRoutes: (host: string, _owner: string, port: number) => this.serviceWithPort(host, port),
    };
    this.client = new RoutingClient('sidecar', workload, registry, context);
    this.plans = new RoutePlans(this.client);
  }

  /**
   * Why Envoy refuses the routes of a port; undefined if it takes them. A Service whose protocol is detected has routes of
   * its own. (W11)
   */
  whyRefused(port: number, virtualHost: MeshVirtualHost | undefined): string | undefined {
    const isDetected = virtualHost?.service && portOf(virtualHost.service, port)?.protocol === undefined;
    return isDetected ? whyTableRefused(virtualHost.routes ?? []) : this.routeTable(port)?.whyRefused();
  }

  private makeRouteTable(port: number): MeshRouteTable | undefined {
    const listener = listenerFor(this.scope, port);
    return listener && this.client.index.view(meshRouteTables)(listener, port, this.client.workload);
  }

  /** The routes for a port know a Service with that port only. (G2) */
  private serviceWithPort(host: string, number: number): MeshService | undefined {
    const service = listenerFor(this.scope, number)?.services.get(host);
    const port = service && portOf(service, number);
    return port && { ...service, ports: [port] };
  }
}
