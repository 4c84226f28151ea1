import { serviceHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { domainsOf } from '../../istiod/registry/domains';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { memoized } from '../../manifests/collections';

/** The domains of Services for the sidecars of a namespace, in lower case. (I3) */
export function meshDomains(
  index: MeshIndex,
  namespace: string,
): (service: MeshService) => readonly string[] {
  const registry = index.view(serviceRegistryOf);
  const elsewhere = index.view(domainsElsewhere);
  // Only in the namespaces of the Service and of its aliases, there are shorter names than elsewhere.
  const suffix = serviceHost('', namespace);
  return (service) => {
    const aliases = registry.aliasesOf(service.host);
    return service.host.endsWith(suffix) || aliases.some((alias) => alias.endsWith(suffix))
      ? inLowerCase(domainsOf(service, namespace, aliases))
      : elsewhere(service);
  };
}

/** The domains of Services in all other namespaces, which share one list. */
function domainsElsewhere(index: MeshIndex): (service: MeshService) => readonly string[] {
  return memoized(
    (service) => service,
    (service) => inLowerCase(domainsOf(service, '', index.view(serviceRegistryOf).aliasesOf(service.host))),
  );
}

function inLowerCase(domains: readonly string[]): readonly string[] {
  return domains.map((domain) => domain.toLowerCase());
}
