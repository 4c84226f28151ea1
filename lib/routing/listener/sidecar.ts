import { extensionFor } from '../../istiod/extensions';
import type { MeshIndex } from '../../istiod/mesh-index';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { meshServicesOf } from '../../istiod/registry/mesh-services';
import { isHttp } from '../../istiod/registry/protocol';
import {
  type EgressListener,
  listenerFor,
  type SidecarScope,
  sidecarScopeFor,
} from '../../istiod/sidecar-scope';
import type { Workload } from '../../istiod/workloads/workloads';
import { RoutingClient } from '../destination/routing-client';
import type { ObjectRef } from '../result';
import { type MeshRouteTable, meshRouteTable } from '../route/mesh-virtual-hosts';
import { RoutePlans } from '../treatment/route-plans';

/** A sidecar: what its pod's own requests meet first. (I) */
export class SidecarProxy {
  readonly client: RoutingClient;
  readonly plans: RoutePlans;
  readonly scope: SidecarScope;
  /** What makes it unforeseeable. */
  readonly extension: ObjectRef | undefined;
  private readonly openPorts = new Map<number, boolean>();
  private readonly tables = new Map<number, MeshRouteTable | undefined>();

  constructor(
    private readonly index: MeshIndex,
    workload: Workload,
  ) {
    this.extension = extensionFor(index, workload, 'SIDECAR_OUTBOUND');
    this.scope = sidecarScopeFor(index, workload);
    this.client = new RoutingClient('sidecar', index, workload, {
      serviceNamed: (host) => this.scope.serviceNamed(host),
      serviceForRoutes: (host, _owner, port) => this.serviceWithPort(host, port),
    });
    this.plans = new RoutePlans(this.client);
  }

  /** The routes by Host of a port; undefined where the sidecar does not listen there. (I2) */
  tableFor(port: number): MeshRouteTable | undefined {
    if (!this.tables.has(port)) {
      const listener = listenerFor(this.scope, port);
      const registry = this.index.view(meshServicesOf);
      this.tables.set(port, listener && meshRouteTable(this.client.workload, listener, port, registry));
    }
    return this.tables.get(port);
  }

  /** Whether it listens on a port for any address, as it does for ports of HTTP. (I2) */
  listensForAll(port: number): boolean {
    let listens = this.openPorts.get(port);
    if (listens === undefined) {
      listens = isOpenForAll(listenerFor(this.scope, port), port);
      this.openPorts.set(port, listens);
    }
    return listens;
  }

  /** A Service is known to the routes of a port with that port alone. (G2) */
  private serviceWithPort(host: string, number: number): MeshService | undefined {
    const service = listenerFor(this.scope, number)?.services.get(host);
    const port = service && portOf(service, number);
    return port && { ...service, ports: [port] };
  }
}

function isOpenForAll(listener: EgressListener | undefined, port: number): boolean {
  if (listener?.port !== undefined) {
    return isHttp(listener.protocol);
  }
  return [...(listener?.services.values() ?? [])].some((service) => isHttp(portOf(service, port)?.protocol));
}
