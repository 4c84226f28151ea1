import { fieldsOf, mapsIn, textOf, textsIn } from '../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { workloadsOf } from '../../manifests/workloads';
import { IST9217 } from '../catalogue';
import type { Rule } from '../message';
import { firstFew } from '../words';

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

function accountsByNamespace(index: ManifestIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const accounts = new Map<string, Set<string>>();
  for (const { namespace, pod } of index.view(workloadsOf).all) {
    const account = textOf(pod.serviceAccountName) || textOf(pod.serviceAccount) || 'default';
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
  for (const [i, { from }] of mapsIn(fieldsOf(spec).rules)) {
    for (const [j, { source }] of mapsIn(from)) {
      const { principals, serviceAccounts: accounts } = fieldsOf(source);
      const field = ['spec', 'rules', i, 'from', j, 'source'];
      for (const [k, principal] of textsIn(principals)) {
        const [, ns, account] = /^[^/*]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal) ?? [];
        if (ns !== undefined && account !== undefined) {
          yield { namespace: ns, account, field: [...field, 'principals', k] };
        }
      }
      for (const [k, written] of textsIn(accounts)) {
        const [first = '', second] = written.split('/', 2);
        const at = [...field, 'serviceAccounts', k];
        yield second === undefined
          ? { namespace, account: first, field: at }
          : { namespace: first, account: second, field: at };
      }
    }
  }
}
