import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9217 = {
  code: 'IST9217',
  name: 'IdentityOfNobody',
  level: 'Warning',
  summary: 'An AuthorizationPolicy names a service account that no workload of its namespace runs as.',
  texts: {
    serviceAccount: (account: string, namespace: string, known: readonly string[]) =>
      `no workload of namespace "${namespace}" runs as service account "${account}", so that this matches nobody; those there run as ${listed(known)}`,
  },
} as const satisfies MessageType;

/** Whoever calls has the identity that its pods run as, `default` unless they say otherwise. (H7) */
export const serviceAccounts: Rule = {
  name: 'service-accounts',
  reports: [IST9217],
  *check(index) {
    const accounts = index.view(accountsByNamespace);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      for (const { namespace, account, field } of identitiesIn(object)) {
        const known = accounts.get(namespace);
        // Of Istio's own namespace nobody writes all manifests.
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
  for (const { namespace, pod } of index.view(workloadsOf).all) {
    const account = textOrEmpty(pod.serviceAccountName) || textOrEmpty(pod.serviceAccount) || 'default';
    accounts.set(namespace, (accounts.get(namespace) ?? new Set<string>()).add(account));
  }
  return accounts;
}

interface Identity {
  readonly namespace: string;
  readonly account: string;
  readonly field: FieldPath;
}

function* identitiesIn({ spec, namespace }: Manifest): Iterable<Identity> {
  for (const [i, { from }] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { source }] of fieldEntries(from)) {
      const { principals, serviceAccounts: accounts } = fieldsOf(source);
      const field = ['spec', 'rules', i, 'from', j, 'source'];
      for (const [k, principal] of textEntries(principals)) {
        const [, ns, account] = /^[^/*]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal) ?? [];
        if (ns !== undefined && account !== undefined) {
          yield { namespace: ns, account, field: [...field, 'principals', k] };
        }
      }
      for (const [k, written] of textEntries(accounts)) {
        const [first = '', second] = written.split('/', 2);
        const at = [...field, 'serviceAccounts', k];
        yield second === undefined
          ? { namespace, account: first, field: at }
          : { namespace: first, account: second, field: at };
      }
    }
  }
}
