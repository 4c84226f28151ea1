import { HostIndex } from '../../istiod/hosts/host-index';
import { hostsMatch, isWildcard } from '../../istiod/hosts/hosts';
import { domainsOf } from '../../istiod/registry/domains';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import type { MeshServices } from '../../istiod/registry/mesh-services';
import { isHttp } from '../../istiod/registry/protocol';
import type { EgressListener } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-names';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { refTo } from '../../manifests/object-ref';
import type { ObjectRef, VirtualHostHop } from '../result';
import { buildRoutes, type HttpRoute } from './build-routes';

/** The routes that a sidecar has for a Host. */
export interface MeshVirtualHost {
  readonly hop: VirtualHostHop;
  /** Of the VirtualService; absent for the default route of a Service. (I4) */
  readonly routes?: readonly HttpRoute[];
  readonly service?: MeshService;
}

export interface MeshRouteTable {
  readonly byDomain: HostIndex<MeshVirtualHost>;
  /** By the full host of the Service: where the first bytes decide, the Host does not. */
  readonly byService: ReadonlyMap<string, MeshVirtualHost>;
}

/** The one for Services that VirtualServices have no say about, to the port that is called. */
const PORT_WITHOUT_SERVICES = 80;

/** The virtual hosts of a port, each with the routes of one VirtualService or of its Service. (C2, I2 to I4) */
export function meshRouteTable(
  workload: Workload,
  listener: EgressListener,
  port: number,
  registry: MeshServices,
): MeshRouteTable {
  const services = new Map<string, MeshService>();
  for (const [host, service] of listener.services) {
    if (portOf(service, port)) {
      services.set(host, service);
    }
  }
  const serviceHosts = new HostIndex<string>();
  for (const host of services.keys()) {
    serviceHosts.set(host, host);
  }
  const byDomain = new HostIndex<MeshVirtualHost>();
  const byService = new Map<string, MeshVirtualHost>();
  const passedOver = new Map<string, { virtualService: ObjectRef; because: string }[]>();
  const wildcardOwners = mostSpecificOwners(listener);
  const scope = { workload, gateway: MESH, port, isTls: false };

  for (const virtualService of listener.virtualServices) {
    const covered = hostsCovered(virtualService, services, serviceHosts, wildcardOwners);
    // Elsewhere than on port 80 a VirtualService has to do with a Service there, or with nothing. (I2)
    if (port !== PORT_WITHOUT_SERVICES && !covered.meetsService) {
      continue;
    }
    const routes = buildRoutes(virtualService, scope);
    if (routes.length === 0) {
      continue;
    }
    const speaking = covered.services.filter((service) => speaksHttp(service, port));
    if (speaking.length === 0 && port !== PORT_WITHOUT_SERVICES) {
      continue;
    }
    for (const host of covered.hostsWithoutService) {
      add([host], host, { virtualService, routes });
    }
    for (const service of speaking) {
      add(domainsFor(service), service.host, { virtualService, routes, service });
    }
  }
  for (const service of services.values()) {
    if (speaksHttp(service, port) && !byService.has(service.host) && service.resolution !== 'ALIAS') {
      add(domainsFor(service), service.host, { service });
    }
  }
  return { byDomain, byService };

  function domainsFor(service: MeshService): string[] {
    return domainsOf(service, workload.namespace, registry.aliasesOf(service.host));
  }

  /** Of one host the first counts; later ones keep the names that are still free. */
  function add(
    domains: readonly string[],
    host: string,
    made: { virtualService?: VirtualService; routes?: readonly HttpRoute[]; service?: MeshService },
  ): void {
    const { virtualService, routes, service } = made;
    const losers = passedOver.get(host);
    if (losers) {
      if (virtualService) {
        losers.push({ virtualService: virtualService.ref, because: 'another one for this host comes first' });
      }
      return;
    }
    const list: { virtualService: ObjectRef; because: string }[] = [];
    passedOver.set(host, list);
    const entry: MeshVirtualHost = {
      hop: {
        hop: 'virtual host',
        domain: host,
        virtualServices: virtualService ? [virtualService.ref] : [],
        ...(service ? { service: refTo(service.manifest) } : {}),
        passedOver: list,
      },
      ...(routes ? { routes } : {}),
      ...(service ? { service } : {}),
    };
    if (service) {
      byService.set(host, entry);
    }
    for (const domain of domains) {
      const name = domain.toLowerCase();
      if (!byDomain.get(name)) {
        byDomain.set(name, entry);
      }
    }
  }
}

/** Whether HTTP routes apply to a port: it is HTTP, or the first bytes may say so. (K2) */
export function speaksHttp(service: MeshService, port: number): boolean {
  const found = portOf(service, port);
  return found !== undefined && (found.protocol === undefined || isHttp(found.protocol));
}

/** The VirtualService that each Service belongs to by its most specific host. (C2) */
function mostSpecificOwners({ virtualServices }: EgressListener): HostIndex<VirtualService> {
  const owners = new HostIndex<VirtualService>();
  for (const virtualService of virtualServices) {
    for (const host of virtualService.hosts) {
      if (!owners.get(host)) {
        owners.set(host, virtualService);
      }
    }
  }
  return owners;
}

interface Covered {
  readonly services: readonly MeshService[];
  /** Hosts that no Service on the port has. */
  readonly hostsWithoutService: readonly string[];
  readonly meetsService: boolean;
}

function hostsCovered(
  virtualService: VirtualService,
  services: ReadonlyMap<string, MeshService>,
  serviceHosts: HostIndex<string>,
  owners: HostIndex<VirtualService>,
): Covered {
  const covered = new Map<string, MeshService>();
  const hostsWithoutService: string[] = [];
  let meetsService = false;
  for (const host of virtualService.hosts) {
    const service = services.get(host);
    const isPattern = isWildcard(host);
    if (service && !isPattern) {
      covered.set(host, service);
      meetsService = true;
      continue;
    }
    const met = [...serviceHosts.matching(host)];
    meetsService ||= met.length > 0;
    if (!isPattern || met.length === 0) {
      hostsWithoutService.push(host);
      continue;
    }
    for (const name of met) {
      const one = services.get(name);
      if (one && hostsMatch(name, host) && owners.mostSpecific(name) === virtualService) {
        covered.set(name, one);
      }
    }
  }
  return { services: [...covered.values()], hostsWithoutService, meetsService };
}
