import { HostIndex } from '../../istiod/hosts/host-index';
import { hostsMatch, isWildcard } from '../../istiod/hosts/host-matching';
import { type MeshService, portOf } from '../../istiod/registry/mesh-service';
import type { EgressListener } from '../../istiod/sidecar-scope';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { lazily } from '../../manifests/collections';

/** The Services that a sidecar knows with a port, and whose routes they get. */
export interface ServicesOnPort {
  /** By host. */
  readonly services: ReadonlyMap<string, MeshService>;
  readonly hosts: () => HostIndex<string>;
  /** The VirtualService that each host belongs to by the most specific host that covers it. (C2) */
  readonly owners: () => HostIndex<VirtualService>;
}

/** What the hosts of a VirtualService cover on a port. */
export interface CoveredHosts {
  readonly services: readonly MeshService[];
  /** Hosts of the VirtualService that no Service on the port has. */
  readonly hostsWithoutService: readonly string[];
  /** Whether some Service on the port has a host in common with the VirtualService. */
  readonly meetsService: boolean;
}

/** The Services that a listener of a sidecar knows with a port. Only hosts that name no Service need the indexes. */
export function servicesOnPort({ services, virtualServices }: EgressListener, port: number): ServicesOnPort {
  const onPort = new Map<string, MeshService>();
  for (const [host, service] of services) {
    if (portOf(service, port)) {
      onPort.set(host, service);
    }
  }
  return {
    services: onPort,
    hosts: lazily(() => new HostIndex([...onPort.keys()].map((host) => [host, host] as const))),
    owners: lazily(() => ownersOf(virtualServices)),
  };
}

/** The VirtualServices by their hosts. Of several for the same host, the first counts. */
function ownersOf(virtualServices: readonly VirtualService[]): HostIndex<VirtualService> {
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

/** The Services whose routes a VirtualService has: those that it names, and those that its wildcards cover best. (C2) */
export function coveredHosts(
  virtualService: VirtualService,
  { services, hosts, owners }: ServicesOnPort,
): CoveredHosts {
  const only = virtualService.hosts.length === 1 ? services.get(virtualService.hosts[0] ?? '') : undefined;
  if (only && !isWildcard(only.host)) {
    return { services: [only], hostsWithoutService: [], meetsService: true };
  }
  const covered = new Map<string, MeshService>();
  const hostsWithoutService: string[] = [];
  let meetsService = false;
  for (const host of virtualService.hosts) {
    const isPattern = isWildcard(host);
    const named = isPattern ? undefined : services.get(host);
    if (named) {
      covered.set(host, named);
      meetsService = true;
      continue;
    }
    const met = [...hosts().matching(host)];
    meetsService ||= met.length > 0;
    if (!isPattern || met.length === 0) {
      hostsWithoutService.push(host);
      continue;
    }
    for (const name of met) {
      const service = services.get(name);
      if (service && hostsMatch(name, host) && owners().mostSpecific(name) === virtualService) {
        covered.set(name, service);
      }
    }
  }
  return { services: [...covered.values()], hostsWithoutService, meetsService };
}
