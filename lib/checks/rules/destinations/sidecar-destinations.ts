import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import { destinationRulesOf, ELSEWHERE } from '../../../istiod/destination-rules/destination-rules';
import { subsetViewOf, type UnseenSubset } from '../../../istiod/destination-rules/subset-views';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { isKnownToRoutes, sidecarScopeFor } from '../../../istiod/sidecar-scope';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { isUnseen, whyHostUnseen, whySubsetUnseen } from '../../../istiod/why-unseen';
import type { Workload } from '../../../istiod/workloads/workloads';
import { fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { type Callers, callersOf } from '../../common/callers';
import type { Rule } from '../../rule';

/** Our own: istiod looks for hosts and DestinationRules where the client is, not where the VirtualService is. */
export const IST9221 = {
  code: 'IST9221',
  name: 'DestinationUnknownToSidecars',
  level: 'Warning',
  summary:
    'Sidecars that use a route do not see its host, or follow no DestinationRule that defines its subset.',
  givesWayTo: ['IST0101'],
  texts: {
    unknown: (name: string, namespace: string, because: string) =>
      `"${name}" is unknown to sidecars in namespace "${namespace}", so their requests get 503: ${because}`,
    notImported: (alias: string, target: string, sidecar: string) =>
      `"${alias}" is another name of it, and ${sidecar} does not import it; add "*/${target}" to the egress hosts of the Sidecar`,
    unknownToOne: (name: string, workload: string, because: string) =>
      `"${name}" is unknown to the sidecar of ${workload}, so its requests get 503: ${because}`,
  },
} as const satisfies MessageType;

/** Who writes a rule for a host means to call it, so these clients surely get 503. */
export const IST9282 = {
  ...IST9221,
  code: 'IST9282',
  name: 'SubsetHiddenByClientRule',
  level: 'Error',
  summary: 'A DestinationRule of the clients for the host of a route hides the rule that defines its subset.',
} as const satisfies MessageType;

/** A sidecar sees what is exported to its namespace, and follows the DestinationRules for clients there. (G3, G4) */
export const sidecarDestinations: Rule = {
  name: 'sidecar-destinations',
  reports: [IST9221, IST9282],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const finding = destination.takesRequests ? unknownToSidecars(index, destination) : undefined;
      if (finding) {
        yield finding;
      }
    }
  },
};

/** IST0101 reports a host or a subset that nobody defines. */
function unknownToSidecars(index: MeshIndex, destination: Destination): Finding | undefined {
  const { fullHost: host, subset } = destination;
  const registry = index.view(serviceRegistryOf);
  const [named, behind] = [registry.named(host), registry.behind(host)];
  const hidden = [named, behind].filter((definitions) => !definitions.some(isPublic));
  const [target] = behind;
  const aliased = target !== undefined && target.host !== host;
  // Of a public host, everybody sees all but the subset, and what it is another name of.
  if (!target || (hidden.length === 0 && subset === '' && !aliased)) {
    return undefined;
  }
  const isDefined = subset !== '' && subsetViewOf(index, host, subset, []).is !== 'undefined';
  const callers = callersOf(index, destination);
  for (const some of hidden.length > 0 ? callers : []) {
    const finding = hostUnknown(index, destination, some, hidden);
    if (finding) {
      return finding;
    }
  }
  for (const some of aliased ? callers : []) {
    const finding = targetNotImported(index, destination, some, target);
    if (finding) {
      return finding;
    }
  }
  for (const some of isDefined ? callers : []) {
    const finding = subsetUnknown(index, destination, some, behind);
    if (finding) {
      return finding;
    }
  }
  return undefined;
}

function isPublic({ visibility }: MeshService): boolean {
  return visibility.isPublic;
}

/** @param needed the definitions of the hosts that a client must see */
function hostUnknown(
  index: MeshIndex,
  { virtualService: object, field }: Destination,
  callers: Callers,
  needed: readonly (readonly MeshService[])[],
): Finding | undefined {
  for (const namespace of callers.namespaces()) {
    const [first] = needed.find(([one]) => one && !isKnownToRoutes(index, one.host, namespace)) ?? [];
    if (first) {
      const text = IST9221.texts.unknown(first.host, namespace, whyHostUnseen(index, first));
      return { type: IST9221, object, field: [...field, 'host'], text };
    }
  }
  return undefined;
}

/** A Sidecar imports the hosts of its routes by itself, but not the host that one of them is another name of. (I1) */
function targetNotImported(
  index: MeshIndex,
  { virtualService: object, field, fullHost: host }: Destination,
  callers: Callers,
  { host: target }: MeshService,
): Finding | undefined {
  for (const namespace of callers.namespaces()) {
    for (const client of callers.in(namespace)) {
      const { sidecar, serviceNamed } = sidecarScopeFor(index, client);
      if (sidecar && serviceNamed(host) && !serviceNamed(target)) {
        const because = IST9221.texts.notImported(host, target, objectName(sidecar));
        const text = IST9221.texts.unknownToOne(target, objectName(client.manifest), because);
        return { type: IST9221, object, field: [...field, 'host'], text };
      }
    }
  }
  return undefined;
}

function subsetUnknown(
  index: MeshIndex,
  destination: Destination,
  callers: Callers,
  definitions: readonly MeshService[],
): Finding | undefined {
  const rules = index.view(destinationRulesOf);
  const { subset } = destination;
  const areSureIn = (namespace: string) =>
    definitions.some((service) => rules.doAllSee(subset, service, namespace));
  const without = areSureIn(ELSEWHERE)
    ? new Set(definitions.flatMap((service) => [...rules.namespacesWithout(subset, service)]))
    : undefined;
  for (const namespace of without && without.size < callers.most ? without : callers.namespaces()) {
    const clients = areSureIn(namespace) ? [] : callers.in(namespace);
    for (const client of clients) {
      const finding = subsetUnknownTo(index, client, destination, definitions);
      if (finding) {
        return finding;
      }
    }
  }
  return undefined;
}

function subsetUnknownTo(
  index: MeshIndex,
  client: Workload,
  { virtualService: object, field, fullHost: host, subset }: Destination,
  definitions: readonly MeshService[],
): Finding | undefined {
  const { namespace } = client;
  const rules = index.view(destinationRulesOf);
  const chosen = definitions.flatMap((service) => rules.chosenFor(client, service) ?? []);
  const view = subsetViewOf(index, host, subset, chosen);
  if (!isUnseen(view)) {
    return undefined;
  }
  const isForSome = definitions
    .flatMap((service) => rules.followedIn(namespace, service))
    .some(({ workloadSelector }) => workloadSelector);
  const because = whySubsetUnseen(index, view);
  const text = isForSome
    ? IST9221.texts.unknownToOne(subset, objectName(client.manifest), because)
    : IST9221.texts.unknown(subset, namespace, because);
  const type = isOfClients(view, namespace) ? IST9282 : IST9221;
  return { type, object, field: [...field, 'subset'], text };
}

/** Whether clients follow a rule of their own for the very host, rather than one for many hosts. */
function isOfClients(view: UnseenSubset, namespace: string): boolean {
  const [own] = view.is === 'other rule' ? view.followed.from : [];
  return own?.namespace === namespace && !textOrEmpty(fieldsOf(own.spec).host).includes('*');
}
