import { serviceHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { domainsOf } from '../../istiod/registry/domains';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { memoized } from '../../manifests/collections';

/** The domains of a Service for the sidecars of a namespace, in lower case. (I3) */
export function meshDomains(index: MeshIndex, service: MeshService, namespace: string): readonly string[] {
  const aliases = index.view(serviceRegistryOf).aliasesOf(service.host);
  // Only in the namespaces of the Service and of its aliases, there are shorter names than elsewhere.
  const suffix = serviceHost('', namespace);
  return service.host.endsWith(suffix) || aliases.some((alias) => alias.endsWith(suffix))
    ? inLowerCase(domainsOf(service, namespace, aliases))
    : index.view(domainsElsewhere)(service);
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
