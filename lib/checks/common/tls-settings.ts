import { HostIndex } from '../../istiod/hosts/host-index';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { type Fields, fieldsOf, objectsIn, textOrEmpty } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';

/**
 * Whether some DestinationRule sets TLS for a host, whoever follows it and for whichever port; ask by
 * `index.view(hasTlsSettings)`.
 */
export function hasTlsSettings(index: MeshIndex): (host: string) => boolean {
  const hosts = index
    .all(DESTINATION_RULE)
    .filter(({ spec }) => setsTls(fieldsOf(spec)))
    .map(({ namespace, spec }) => [fullHost(textOrEmpty(fieldsOf(spec).host), namespace), true] as const);
  const covering = new HostIndex(hosts);
  return (host) => covering.covers(host);
}

function setsTls({ trafficPolicy, subsets }: Fields): boolean {
  const policies = [trafficPolicy, ...objectsIn(subsets).map((subset) => subset.trafficPolicy)].map(fieldsOf);
  return policies.some(setsTlsInPolicy);
}

/** Whether a traffic policy has TLS settings, of its own or for a port. */
export function setsTlsInPolicy(policy: Fields): boolean {
  return [policy, ...objectsIn(policy.portLevelSettings)].some(({ tls }) => tls !== undefined);
}
