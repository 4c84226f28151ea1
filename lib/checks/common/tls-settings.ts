import { HostIndex } from '../../istiod/hosts/host-index';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { groupedBy } from '../../manifests/collections';
import { type Fields, fieldsOf, objectsIn, textOrEmpty } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';

/**
 * Whether some DestinationRule sets TLS for a host, whoever follows it, for a port or for whichever port; ask by
 * `index.view(hasTlsSettings)`.
 */
export function hasTlsSettings(index: MeshIndex): (host: string, port?: number) => boolean {
  const rules = index
    .all(DESTINATION_RULE)
    .map(({ namespace, spec }) => {
      const { host, trafficPolicy, subsets } = fieldsOf(spec);
      const policies = [trafficPolicy, ...objectsIn(subsets).map((subset) => subset.trafficPolicy)].map(
        fieldsOf,
      );
      return { host: fullHost(textOrEmpty(host), namespace), policies };
    })
    .filter(({ policies }) => policies.some((policy) => setsTlsInPolicy(policy)));
  const covering = new HostIndex(groupedBy(rules, ({ host }) => host));
  return (host, port) =>
    [...covering.matching(host)].some((found) =>
      found.some(({ policies }) => policies.some((policy) => setsTlsInPolicy(policy, port))),
    );
}

/** Whether a traffic policy has TLS settings, of its own or for a port: for this one, if one is given. */
export function setsTlsInPolicy(policy: Fields, port?: number): boolean {
  const entries = objectsIn(policy.portLevelSettings).filter(
    (entry) => port === undefined || fieldsOf(entry.port).number === port,
  );
  return [policy, ...entries].some(({ tls }) => tls !== undefined);
}
