import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceAccountOf, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { peerIdentities } from '../../common/peer-identities';
import type { Rule } from '../../rule';

export const IST9217 = {
  code: 'IST9217',
  name: 'IdentityOfNobody',
  kiali: ['KIA0106'],
  level: 'Warning',
  summary: 'An AuthorizationPolicy names a service account that no workload of its namespace runs as.',
  texts: {
    serviceAccount: (account: string, namespace: string, known: readonly string[]) =>
      `no workload of namespace "${namespace}" among the manifests runs as service account "${account}", so this matches no client; the workloads there run as ${listed(known)}`,
  },
} as const satisfies MessageType;

/** The identity of a client is the service account of its pods, `default` unless they name one. (H7) */
export const serviceAccounts: Rule = {
  name: 'service-accounts',
  reports: [IST9217],
  *check(index) {
    const accounts = index.view(accountsByNamespace);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      for (const { namespace, account, field } of identitiesIn(object)) {
        const known = accounts.get(namespace);
        // The manifests of Istio's own namespace are hardly ever complete.
        if (known && !known.has(account) && namespace !== index.mesh.rootNamespace) {
          const text = IST9217.texts.serviceAccount(account, namespace, firstFew(known));
          yield { type: IST9217, object, field, text };
        }
      }
    }
  },
};

/** Manifests that show one component of a namespace are probably its own, and others have theirs elsewhere. */
const FEWEST_COMPONENTS = 2;

/** The namespaces of which the manifests show more than one component. */
function accountsByNamespace(index: MeshIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = groupedBy(index.view(workloadsOf).all, ({ namespace }) => namespace);
  return new Map(
    [...groups]
      .filter(([, workloads]) => new Set(workloads.map(componentOf)).size >= FEWEST_COMPONENTS)
      .map(([namespace, workloads]) => [namespace, new Set(workloads.map(serviceAccountOf))]),
  );
}

/** What a workload is a version or a replica of, as its labels say. */
function componentOf({ labels, name }: Workload): string {
  return labels.app ?? labels['app.kubernetes.io/name'] ?? labels['app.kubernetes.io/instance'] ?? name;
}

/** A service account that a policy asks for by its whole name. */
interface Identity {
  readonly namespace: string;
  readonly account: string;
  readonly field: FieldPath;
}

function* identitiesIn(policy: Manifest): Iterable<Identity> {
  for (const { namespace, account, trustDomain = '', field, isNegated } of peerIdentities(policy)) {
    const isWhole = ![namespace, account, trustDomain].some(
      (part) => part === undefined || part.includes('*'),
    );
    if (isWhole && !isNegated) {
      yield { namespace: namespace ?? '', account: account ?? '', field };
    }
  }
}
