import { groupedBy, memoized } from '../manifests/collections';
import { type Fields, fieldsOf, objectsIn, optionalFields, textsIn } from '../manifests/fields';
import { SIDECAR } from '../manifests/kinds';
import { type Manifest, texts } from '../manifests/manifest';
import { HostIndex } from './hosts/host-index';
import { isAtLeast } from './istio-version';
import type { MeshIndex } from './mesh-index';
import { oldestFirst } from './oldest-first';
import type { MeshService } from './registry/mesh-service';
import { sidecarClients } from './sidecar-clients';
import type { VirtualService } from './virtual-services/virtual-services';
import { carries, type Workload } from './workloads/workloads';

/**
 * The Sidecar for a pod: in the pod's namespace, a Sidecar that selects its labels, else one without a selector; else a
 * Sidecar of the root namespace without a selector. (I1)
 */
export function sidecarFor(index: MeshIndex, { namespace, labels }: Workload): Manifest | undefined {
  const sidecars = index.view(sidecarsByNamespace);
  const own = sidecars.get(namespace) ?? [];
  const ofRoot = sidecars.get(index.mesh.rootNamespace) ?? [];
  const selects = (selector: Fields | undefined) =>
    selector !== undefined && carries(labels, texts(selector.labels));
  return (
    own.find(({ spec }) => selects(selectorOf(spec))) ??
    own.find(({ spec }) => !selectorOf(spec)) ??
    ofRoot.find(({ spec }) => !selectorOf(spec))
  );
}

/** The Sidecars of each namespace, oldest first. */
function sidecarsByNamespace(index: MeshIndex): ReadonlyMap<string, readonly Manifest[]> {
  return groupedBy(oldestFirst<unknown>(index.all(SIDECAR)), ({ namespace }) => namespace);
}

function selectorOf(spec: unknown): Fields | undefined {
  return optionalFields(fieldsOf(spec).workloadSelector);
}

/** The egress listeners of a Sidecar. Without any, and without a Sidecar, a sidecar imports everything. */
export function egressOf(sidecar: Manifest | undefined): readonly Fields[] {
  const egress = objectsIn(fieldsOf(sidecar?.spec).egress);
  return egress.length > 0 ? egress : [{ hosts: ['*/*'] }];
}

const NONE: ReadonlySet<string> = new Set();

/** Which sidecars import VirtualServices; ask for them by `index.view(sidecarImports)`. (I1) */
export function sidecarImports(index: MeshIndex): SidecarImports {
  return new SidecarImports(index);
}

export class SidecarImports {
  /** Whether there is a Sidecar at all. */
  readonly areRestricted: boolean;
  private readonly importsOf = memoized(
    (namespace: string, sidecar?: Manifest) => `${namespace} ${sidecar?.namespace}/${sidecar?.name}`,
    (namespace, sidecar) =>
      egressOf(sidecar).map(({ hosts }) => new Imports(this.index, textsIn(hosts), namespace)),
  );
  private importers: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(private readonly index: MeshIndex) {
    this.areRestricted = index.all(SIDECAR).length > 0;
  }

  /** Whether the sidecar of a workload imports a VirtualService. */
  includes(workload: Workload, virtualService: Pick<VirtualService, 'hosts' | 'namespace'>): boolean {
    return (
      !this.areRestricted ||
      this.of(workload).some((imports) => imports.includeVirtualService(virtualService))
    );
  }

  /** The namespaces with sidecars that import something from a namespace. Their number may be too high. */
  importersFrom(owner: string): { readonly size: number; keys(): Iterable<string> } {
    this.importers ??= this.importersByOwner();
    const [own, all] = [this.importers.get(owner) ?? NONE, this.importers.get('*') ?? NONE];
    return {
      size: own.size + all.size,
      *keys() {
        yield* own;
        yield* all;
      },
    };
  }

  private of(workload: Workload): readonly Imports[] {
    return this.importsOf(workload.namespace, sidecarFor(this.index, workload));
  }

  private importersByOwner(): ReadonlyMap<string, ReadonlySet<string>> {
    const importers = new Map<string, Set<string>>();
    for (const workload of [...this.index.view(sidecarClients).values()].flat()) {
      for (const owner of this.of(workload).flatMap((imports) => [...imports.owners])) {
        importers.set(owner, (importers.get(owner) ?? new Set<string>()).add(workload.namespace));
      }
    }
    return importers;
  }
}

/** What the `hosts` of an egress listener import into a namespace. (I1, V14) */
export class Imports {
  private readonly imported: HostsByNamespace;
  private readonly excluded: HostsByNamespace;

  constructor({ istio }: MeshIndex, hosts: readonly string[], namespace: string) {
    const isExclusion = (entry: string) => entry.startsWith('~') && isAtLeast(istio, '1.31');
    // `~/host` leaves the host out in all namespaces.
    const exclusions = hosts.filter(isExclusion).map((entry) => entry.slice(1).replace(/^\//, '*/'));
    const imports = hosts.filter((entry) => !isExclusion(entry));
    this.imported = new HostsByNamespace(imports, namespace);
    this.excluded = new HostsByNamespace(exclusions, namespace);
  }

  includeService({ host, namespace }: MeshService): boolean {
    return (
      this.imported.for(namespace).some((hosts) => hosts.covers(host)) && !this.excludes(host, namespace)
    );
  }

  includeVirtualService({ hosts, namespace }: Pick<VirtualService, 'hosts' | 'namespace'>): boolean {
    const wanted = hosts.filter((host) => !this.excludes(host, namespace));
    return this.imported.for(namespace).some((imported) => wanted.some((host) => imported.matches(host)));
  }

  /** The namespaces that something is imported from; `*` stands for all of them. */
  get owners(): Iterable<string> {
    return this.imported.owners;
  }

  private excludes(host: string, namespace: string): boolean {
    return this.excluded.for(namespace).some((hosts) => hosts.covers(host));
  }
}

/** Entries of an egress listener's `hosts`, by the namespace that they name. */
class HostsByNamespace {
  private readonly byNamespace: ReadonlyMap<string, HostIndex<true>>;

  constructor(hosts: readonly string[], namespace: string) {
    const entries = hosts.flatMap((entry) => {
      const [owner = '', host, ...more] = entry.split('/');
      const isImport = host !== undefined && more.length === 0;
      return isImport ? [{ from: owner === '.' ? namespace : owner, host }] : [];
    });
    this.byNamespace = new Map(
      [...groupedBy(entries, ({ from }) => from)].map(([from, group]) => [
        from,
        new HostIndex(group.map(({ host }) => [host, true] as const)),
      ]),
    );
  }

  /** The namespaces of the entries; `*` stands for all of them. */
  get owners(): Iterable<string> {
    return this.byNamespace.keys();
  }

  /** The entries for what a namespace defines. */
  readonly for = memoized(
    (namespace: string) => namespace,
    (namespace) =>
      [this.byNamespace.get(namespace), this.byNamespace.get('*')].filter((hosts) => hosts !== undefined),
  );
}
