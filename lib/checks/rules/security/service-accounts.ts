import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceAccountOf, workloadsOf } from '../../../istiod/workloads/workloads';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
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
