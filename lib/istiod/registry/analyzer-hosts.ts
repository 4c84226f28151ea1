import { groupedBy } from '../../manifests/collections';
import { SERVICE_ENTRY } from '../../manifests/kinds';
import { HostIndex } from '../hosts/host-index';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';
import { analyzerScopes, EVERYWHERE } from '../visibility';
import { entryServicesOf, type MeshService } from './mesh-service';
import { serviceRegistryOf } from './service-registry';

/** The registry as `istioctl analyze` sees it, which differs from istiod's on purpose; ask for it by `index.view(analyzerHosts)`. (N) */
export function analyzerHosts(index: MeshIndex): AnalyzerHosts {
  const { all } = index.view(serviceRegistryOf);
  return new AnalyzerHosts([
    ...all.filter(({ isKubernetes }) => !isKubernetes),
    // Of a Service and a ServiceEntry for one host, the Service counts.
    ...all.filter(({ isKubernetes }) => isKubernetes),
  ]);
}

/** The hosts of ServiceEntries for other revisions; ask for them by `index.view(unreadHosts)`. (0.1) */
export function unreadHosts(index: MeshIndex): AnalyzerHosts {
  return new AnalyzerHosts(
    index.unread.all(SERVICE_ENTRY).flatMap((manifest) => entryServicesOf(manifest, index)),
  );
}

/** Hosts by the namespaces that see them. Unlike istiod, analyzers do not know the mesh's own `exportTo`. */
export class AnalyzerHosts {
  private readonly byScope: ReadonlyMap<string, HostIndex<MeshService>>;

  /** @param services of one host, the last counts */
  constructor(services: readonly MeshService[]) {
    const seen = services.flatMap((service) =>
      analyzerScopes(service.exportTo, service.namespace).map((scope) => ({ scope, service })),
    );
    this.byScope = new Map(
      [...groupedBy(seen, ({ scope }) => scope)].map(([scope, group]) => [
        scope,
        // Unlike istiod, analyzers also take a short host of a ServiceEntry for a Service.
        new HostIndex(
          group.map(({ service }) => [fullHost(service.host, service.namespace), service] as const),
        ),
      ]),
    );
  }

  /**
   * What a host means to an object in `namespace`. `istioctl analyze` looks for it where the object is exported to, and
   * takes the wildcard of a ServiceEntry for any name under it, although requests to such a name find no cluster. (G1)
   */
  find(host: string, namespace: string, exportTo: readonly string[] = []): MeshService | undefined {
    const name = fullHost(host, namespace);
    const scopes = exportTo.length === 0 ? [namespace] : exportTo.map((to) => (to === '.' ? namespace : to));
    for (const scope of [EVERYWHERE, ...scopes]) {
      const known = this.byScope.get(scope)?.get(name);
      if (known) {
        return known;
      }
    }
    for (const scope of [namespace, EVERYWHERE]) {
      for (const known of this.byScope.get(scope)?.wildcardsOver(host) ?? []) {
        return known;
      }
    }
    return undefined;
  }

  /** Whether a wildcard covers some host, or the names of the pods of a headless Service. (0.3) */
  hasUnder(wildcard: string, namespace: string): boolean {
    return [namespace, EVERYWHERE].some((scope) => {
      const hosts = this.byScope.get(scope);
      return hosts?.matches(wildcard) || hosts?.get(wildcard.replace(/^\*\./, '')) !== undefined;
    });
  }
}
