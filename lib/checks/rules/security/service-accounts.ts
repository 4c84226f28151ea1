import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceAccountOf, workloadsOf } from '../../../istiod/workloads/workloads';
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
      `no workload of namespace "${namespace}" runs as service account "${account}", so this matches no client; the workloads there run as ${listed(known)}`,
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

function accountsByNamespace(index: MeshIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const accounts = new Map<string, Set<string>>();
  for (const workload of index.view(workloadsOf).all) {
    const { namespace } = workload;
    const known = accounts.get(namespace) ?? new Set<string>();
    accounts.set(namespace, known.add(serviceAccountOf(workload)));
  }
  return accounts;
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
