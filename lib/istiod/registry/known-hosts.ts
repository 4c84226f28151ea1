import { groupedBy } from '../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../manifests/fields';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { EXPORT_TO, fullHost, serviceHost, servicePorts } from './services';

const EVERYWHERE = '*';

/** A host that requests can be sent to. */
export interface KnownHost {
  /** The Service or ServiceEntry that defines it. */
  readonly object: Manifest;
  readonly ports: readonly number[];
}

/** The hosts of Services and ServiceEntries, as they are seen; ask for them by `index.view(knownHosts)`. */
export function knownHosts(index: MeshIndex): KnownHosts {
  return new KnownHosts([
    ...index.all(SERVICE_ENTRY).flatMap(serviceEntryHosts),
    // The Service counts where both define a host. (G3)
    ...index.all(SERVICE).flatMap(kubernetesHosts),
  ]);
}

interface ScopedHost extends KnownHost {
  /** The namespaces that see it; `*` is all. */
  readonly scopes: readonly string[];
  readonly host: string;
}

/** Hosts by the namespaces that see them. */
export class KnownHosts {
  private readonly byScope: ReadonlyMap<string, HostIndex<KnownHost>>;

  constructor(hosts: readonly ScopedHost[]) {
    const seen = hosts.flatMap((known) => known.scopes.map((scope) => ({ scope, known })));
    this.byScope = new Map(
      [...groupedBy(seen, ({ scope }) => scope)].map(([scope, group]) => [
        scope,
        new HostIndex(group.map(({ known }) => [known.host, known] as const)),
      ]),
    );
  }

  /**
   * What a host means to a VirtualService: `istioctl analyze` looks for it where the VirtualService is seen, and takes
   * the wildcard of a ServiceEntry for any name under it, although requests to such a name find no cluster. (G1, N)
   */
  find(host: string, namespace: string, exportTo: readonly string[] = []): KnownHost | undefined {
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

  /** Whether there are names under a wildcard: of hosts, or those that the pods of a Service have. (0.3) */
  hasUnder(wildcard: string, namespace: string): boolean {
    return [namespace, EVERYWHERE].some((scope) => {
      const hosts = this.byScope.get(scope);
      return hosts?.matches(wildcard) || hosts?.get(wildcard.replace(/^\*\./, '')) !== undefined;
    });
  }
}

function serviceEntryHosts(object: Manifest): ScopedHost[] {
  const { hosts, exportTo, ports } = fieldsOf(object.spec);
  const numbers = fieldEntries(ports).flatMap(([, { number }]) =>
    typeof number === 'number' ? [number] : [],
  );
  const to = textEntries(exportTo).map(([, namespace]) => namespace);
  const scopes = scopesOf(to, object.namespace);
  return textEntries(hosts).map(([, host]) => ({
    object,
    host: fullHost(host, object.namespace),
    ports: numbers,
    scopes,
  }));
}

function kubernetesHosts(object: Manifest): ScopedHost[] {
  const { name, namespace, annotations } = object;
  const to = annotations[EXPORT_TO] || EVERYWHERE;
  const ports = servicePorts(object).map(({ number }) => number);
  return [{ object, host: serviceHost(name, namespace), ports, scopes: scopesOf(to.split(','), namespace) }];
}

function scopesOf(exportTo: readonly string[], namespace: string): string[] {
  if (exportTo.length === 0 || exportTo.includes(EVERYWHERE)) {
    return [EVERYWHERE];
  }
  return exportTo.map((to) => (to.trim() === '.' ? namespace : to.trim()));
}
