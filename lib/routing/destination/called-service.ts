import { hostsNamed, namesOf } from '../../istiod/hosts/service-host';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import type { Client } from './client';

/** A longer chain of names goes in a circle. */
const MOST_ALIASES = 8;

/**
 * The Service or ServiceEntry that has the address that a client calls: the one that its DNS finds for the name in the
 * URL, or that has the address in the URL. It does not matter whether the client's proxy knows it.
 */
export function calledService(client: Client, host: string): MeshService | undefined {
  const { index, workload } = client;
  const services = index.view(serviceRegistryOf);
  let service = named(client, host);
  for (let i = 0; service?.aliasOf !== undefined && i < MOST_ALIASES; i += 1) {
    service = services.inScopeOfGateway(service.aliasOf, workload.namespace);
  }
  return service?.aliasOf === undefined ? service : undefined;
}

function named({ index, workload: { namespace } }: Client, host: string): MeshService | undefined {
  const services = index.view(serviceRegistryOf);
  const name = host.toLowerCase().replace(/\.$/, '');
  const full = hostsNamed(name, namespace).find(
    (candidate) => services.named(candidate).length > 0 && namesOf(candidate, namespace).includes(name),
  );
  if (full === undefined) {
    return services.at(name);
  }
  // An address belongs to a Service, whoever sees that.
  return services.inScopeOfGateway(full, namespace) ?? services.named(full)[0];
}
