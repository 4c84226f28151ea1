import { HostIndex } from '../../istiod/hosts/host-index';
import type { MeshIndex } from '../../istiod/mesh-index';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { isHttp } from '../../istiod/registry/protocol';
import type { EgressListener } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { hasRefusedRoutes } from '../../istiod/virtual-services/refused-by-envoy';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { lazily } from '../../manifests/collections';
import { refTo } from '../../manifests/object-ref';
import type { ObjectRef, VirtualHostHop } from '../result';
import { buildRoutes, type HttpRoute, hasRoutes, type RouteScope, whyTableRefused } from './build-routes';
import type { LazyVirtualHost } from './choose-virtual-host';
import { coveredHosts, type ServicesOnPort, servicesOnPort } from './covered-hosts';
import { meshDomains } from './mesh-domains';

/** The virtual hosts of a port of a sidecar. */
export interface MeshRouteTable {
  readonly byDomain: HostIndex<MeshVirtualHost>;
  /** By the full host of the Service, for ports whose protocol is detected: there the Host header does not count. */
  readonly byService: ReadonlyMap<string, MeshVirtualHost>;
  /** Why Envoy refuses the table of a port that is declared HTTP; undefined if it takes it. (W11) */
  whyRefused(): string | undefined;
}

/** What gives a virtual host its routes. */
interface Owner {
  /** Absent for the default route of a Service. (I4) */
  readonly virtualService?: VirtualService;
  /** Absent for a host that no Service has. */
  readonly service?: MeshService;
}

/** The routes that a sidecar has for a host. They are built when a request first asks for them. */
export class MeshVirtualHost implements LazyVirtualHost {
  readonly exists = true;
  /** VirtualServices for the same host that have no effect. */
  private passedOver: { virtualService: ObjectRef; because: string }[] | undefined;
  private built: readonly HttpRoute[] | undefined;
  private cachedHop: VirtualHostHop | undefined;

  constructor(
    readonly domain: string,
    private readonly owner: Owner,
    private readonly scope: RouteScope,
  ) {}

  get service(): MeshService | undefined {
    return this.owner.service;
  }

  /** The routes of the VirtualService; undefined for the default route of a Service. (I4) */
  get routes(): readonly HttpRoute[] | undefined {
    const { virtualService } = this.owner;
    if (virtualService) {
      this.built ??= buildRoutes(virtualService, this.scope);
    }
    return this.built;
  }

  get hop(): VirtualHostHop {
    this.cachedHop ??= this.makeHop();
    return this.cachedHop;
  }

  passOver({ ref }: VirtualService): void {
    this.passedOver ??= [];
    this.passedOver.push({
      virtualService: ref,
      because: 'another VirtualService for this host precedes it',
    });
  }

  private makeHop(): VirtualHostHop {
    const { virtualService, service } = this.owner;
    return {
      hop: 'virtual host',
      domain: this.domain,
      virtualServices: virtualService ? [virtualService.ref] : [],
      ...(service ? { service: refTo(service.manifest) } : {}),
      passedOver: this.passedOver ?? [],
    };
  }
}

/** The port on which istiod also makes virtual hosts for hosts that no Service has. (I2) */
const PORT_WITHOUT_SERVICES = 80;

/** The virtual hosts of a port, each with the routes of one VirtualService or of its Service. (C2, I2 to I4) */
export function meshRouteTable(
  workload: Workload,
  listener: EgressListener,
  port: number,
  index: MeshIndex,
): MeshRouteTable {
  const scope = { workload, gateway: MESH, port, isTls: false };
  const table = new TableBuilder(scope, index);
  const onPort = servicesOnPort(listener, port);
  for (const virtualService of listener.virtualServices) {
    addVirtualService(table, virtualService, onPort, scope);
  }
  for (const service of onPort.services.values()) {
    if (speaksHttp(service, port) && service.resolution !== 'ALIAS') {
      table.addDefault(service);
    }
  }
  return table;
}

/** On ports other than 80, a VirtualService has virtual hosts only for Services with that port. (I2) */
function addVirtualService(
  table: TableBuilder,
  virtualService: VirtualService,
  onPort: ServicesOnPort,
  scope: RouteScope,
): void {
  const covered = coveredHosts(virtualService, onPort);
  const isForAnyHost = scope.port === PORT_WITHOUT_SERVICES;
  const services = covered.services.filter((service) => speaksHttp(service, scope.port));
  if (isForAnyHost || (covered.meetsService && services.length > 0)) {
    if (hasRoutes(virtualService, scope)) {
      for (const host of covered.hostsWithoutService) {
        table.add(host, [host.toLowerCase()], { virtualService });
      }
      for (const service of services) {
        table.addService(service, { virtualService, service });
      }
    }
  }
}

/** Whether HTTP routes apply to a port: its protocol is HTTP, or may be detected to be. (K2) */
function speaksHttp(service: MeshService, port: number): boolean {
  const found = portOf(service, port);
  return found !== undefined && (found.protocol === undefined || isHttp(found.protocol));
}

/** Of several virtual hosts for one host, the first counts. Later ones get the domains that are still free. */
class TableBuilder implements MeshRouteTable {
  readonly byDomain = new HostIndex<MeshVirtualHost>();
  readonly byService = new Map<string, MeshVirtualHost>();
  readonly whyRefused: () => string | undefined;
  private readonly byHost = new Map<string, MeshVirtualHost>();
  private readonly domainsOf: (service: MeshService) => readonly string[];

  constructor(
    private readonly scope: RouteScope,
    index: MeshIndex,
  ) {
    this.domainsOf = meshDomains(index, scope.workload.namespace);
    const whyRefused = lazily(() =>
      whyTableRefused(Array.from(this.byHost.values(), ({ routes = [] }) => routes).flat()),
    );
    this.whyRefused = index.view(hasRefusedRoutes) ? whyRefused : () => undefined;
  }

  addDefault(service: MeshService): void {
    if (!this.byService.has(service.host)) {
      this.addService(service, { service });
    }
  }

  addService(service: MeshService, owner: Owner): void {
    const virtualHost = this.add(service.host, this.domainsOf(service), owner);
    if (virtualHost) {
      this.byService.set(service.host, virtualHost);
    }
  }

  /** The virtual host that is added; undefined if there is one for the host already. */
  add(host: string, domains: readonly string[], owner: Owner): MeshVirtualHost | undefined {
    const first = this.byHost.get(host);
    if (first) {
      if (owner.virtualService) {
        first.passOver(owner.virtualService);
      }
      return undefined;
    }
    const virtualHost = new MeshVirtualHost(host, owner, this.scope);
    this.byHost.set(host, virtualHost);
    for (const domain of domains) {
      if (!this.byDomain.get(domain)) {
        this.byDomain.set(domain, virtualHost);
      }
    }
    return virtualHost;
  }
}
