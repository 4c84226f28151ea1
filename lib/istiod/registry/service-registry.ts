import { groupedBy } from '../../manifests/collections';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { compareTexts, sortedByAge } from '../oldest-first';
import { inOrderOfVisibility, isVisibleIn } from '../visibility';
import { entryServicesOf, type MeshService, merged, serviceOf } from './mesh-service';

/** The registry of an index; ask for it by `index.view(serviceRegistryOf)`. */
export function serviceRegistryOf(index: MeshIndex): ServiceRegistry {
  return new ServiceRegistry([
    ...index.all(SERVICE).map((manifest) => serviceOf(manifest, index.mesh)),
    ...index.all(SERVICE_ENTRY).flatMap((manifest) => entryServicesOf(manifest, index)),
  ]);
}

const NONE: readonly MeshService[] = [];

/** istiod's registry: the hosts of the mesh, and which of several definitions of a host counts for a proxy. */
export class ServiceRegistry {
  /** By age, then by host. (0.2) */
  readonly all: readonly MeshService[];
  private readonly byHost: HostIndex<readonly MeshService[]>;
  private byNamespace: ReadonlyMap<string, readonly MeshService[]> | undefined;
  private byAddress: ReadonlyMap<string, MeshService> | undefined;
  private aliases: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(services: readonly MeshService[]) {
    this.all = sortedByAge(
      services,
      ({ manifest }) => manifest,
      (a, b) =>
        compareTexts(a.host, b.host) ||
        compareTexts(a.manifest.name, b.manifest.name) ||
        compareTexts(a.namespace, b.namespace),
    );
    this.byHost = new HostIndex(groupedBy(this.all, ({ host }) => host));
  }

  /** The definitions of a host, whoever sees them. */
  named(host: string): readonly MeshService[] {
    return this.byHost.get(host) ?? NONE;
  }

  /**
   * The definitions of the host whose cluster a route to `host` uses: the host itself, or the one that all its definitions
   * are another name of. (G3)
   */
  behind(host: string): readonly MeshService[] {
    const named = this.named(host);
    const [first] = named;
    const isOtherName = first?.aliasOf !== undefined && named.every(({ aliasOf }) => aliasOf !== undefined);
    return isOtherName ? this.named(first.aliasOf ?? '') : named;
  }

  /** The definitions of the wildcard hosts that cover a host, the most specific first. */
  wildcardsOver(host: string): Iterable<readonly MeshService[]> {
    return this.byHost.wildcardsOver(host);
  }

  /** The definitions of each host that a wildcard covers. */
  *under(wildcard: string): Iterable<readonly MeshService[]> {
    for (const [, services] of this.byHost.coveredBy(wildcard)) {
      yield services;
    }
  }

  /** The hosts that are defined in a namespace. */
  in(namespace: string): readonly MeshService[] {
    this.byNamespace ??= groupedBy(this.all, (service) => service.namespace);
    return this.byNamespace.get(namespace) ?? NONE;
  }

  /** The oldest host that has an address. */
  at(address: string): MeshService | undefined {
    this.byAddress ??= byAddressOf(this.all);
    return this.byAddress.get(address);
  }

  /** The other names of a host: Services of type ExternalName, and those that are other names of these. (G3) */
  aliasesOf(host: string): readonly string[] {
    this.aliases ??= aliasesByHost(this.all);
    return this.aliases.get(host) ?? [];
  }

  /** The definition of a host in a namespace: a Service, else the oldest ServiceEntry. (G3) */
  inNamespace(host: string, namespace: string): MeshService | undefined {
    const candidates = this.named(host).filter((service) => service.namespace === namespace);
    return candidates.find(({ isKubernetes }) => isKubernetes) ?? candidates[0];
  }

  /** The definition of a host that a gateway in `namespace` knows. (G3) */
  inScopeOfGateway(host: string, namespace: string): MeshService | undefined {
    return inOrderOfVisibility(this.named(host), namespace).reduce<MeshService | undefined>(
      merged,
      undefined,
    );
  }

  /** The definition of a host that routes of an object in `owner` mean for a gateway in `namespace`. (G3) */
  forRoutesOf(owner: string, host: string, namespace: string): MeshService | undefined {
    const own = this.inNamespace(host, owner);
    return own && isVisibleIn(own.visibility, namespace) ? own : this.inScopeOfGateway(host, namespace);
  }
}

function byAddressOf(services: readonly MeshService[]): ReadonlyMap<string, MeshService> {
  const found = new Map<string, MeshService>();
  for (const service of services) {
    for (const address of service.addresses) {
      found.set(address, found.get(address) ?? service);
    }
  }
  return found;
}

function aliasesByHost(services: readonly MeshService[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map(services.flatMap(({ host, aliasOf }) => (aliasOf ? [[host, aliasOf]] : [])));
  const aliases = new Map<string, string[]>();
  for (const alias of targets.keys()) {
    const seen = new Set([alias]);
    let target = targets.get(alias);
    while (target !== undefined && targets.has(target) && !seen.has(target)) {
      seen.add(target);
      target = targets.get(target);
    }
    if (target !== undefined && !seen.has(target)) {
      const others = aliases.get(target) ?? [];
      others.push(alias);
      aliases.set(target, others);
    }
  }
  return aliases;
}
