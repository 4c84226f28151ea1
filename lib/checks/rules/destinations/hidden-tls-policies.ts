import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { destinationRulesOf, ELSEWHERE } from '../../../istiod/destination-rules/destination-rules';
import { fullHost } from '../../../istiod/hosts/service-host';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { sidecarClients } from '../../../istiod/sidecar-clients';
import { fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { setsTlsInPolicy } from '../../common/tls-settings';
import type { Rule } from '../../rule';

export const IST9252 = {
  code: 'IST9252',
  name: 'HiddenTlsPolicy',
  level: 'Info',
  summary:
    "A DestinationRule of a client's namespace hides one with TLS settings, so that these do not apply there.",
  texts: {
    hidden: (host: string, namespace: string, other: string) =>
      `"${host}" has a rule here, so clients in namespace "${namespace}" follow it instead of DestinationRule "${other}", whose tls no longer applies to them; repeat the tls settings here if they are needed`,
  },
} as const satisfies MessageType;

/** A client follows one rule only: of its own namespace, else of that of the host, else of the root namespace. (G4) */
export const hiddenTlsPolicies: Rule = {
  name: 'hidden-tls-policies',
  reports: [IST9252],
  *check(index) {
    const rules = index.view(destinationRulesOf);
    for (const object of index.all(DESTINATION_RULE)) {
      const { host, workloadSelector } = fieldsOf(object.spec);
      const [service] = index.view(serviceRegistryOf).named(fullHost(textOrEmpty(host), object.namespace));
      const isForClients = service !== undefined && service.namespace !== object.namespace;
      if (
        !isForClients ||
        workloadSelector !== undefined ||
        object.namespace === index.mesh.rootNamespace ||
        setsTls(object) ||
        !index.view(sidecarClients).has(object.namespace)
      ) {
        continue;
      }
      const isFollowed = rules
        .followedIn(object.namespace, service)
        .some(({ from }) => from.includes(object));
      const hidden = rules
        .followedIn(ELSEWHERE, service)
        .flatMap(({ from }) => from)
        .find(setsTls);
      if (isFollowed && hidden) {
        const text = IST9252.texts.hidden(textOrEmpty(host), object.namespace, fullName(hidden));
        yield { type: IST9252, object, field: ['spec', 'host'], text };
      }
    }
  },
};

/** Whether the policy of a rule for all subsets has TLS settings. */
function setsTls({ spec }: Manifest): boolean {
  return setsTlsInPolicy(fieldsOf(fieldsOf(spec).trafficPolicy));
}
