import { IST0101 } from '../../../catalogue/istio-traffic-codes';
import { namespacesOf } from '../../../istiod/injection/namespaces';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, NAMESPACE } from '../../../manifests/kinds';
import { shownObjects } from '../../common/shown';
import type { Rule } from '../../rule';

/** An AuthorizationPolicy names a namespace that does not exist, so that no request comes from it. */
export const authorizationPolicyNamespaces: Rule = {
  name: 'authorization-policy-namespaces',
  reports: [IST0101],
  *check(index) {
    const namespaces = index.view(namespacesOf);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      for (const { field, name } of sourceNamespaces(object.spec)) {
        if (!namespaces.match(name)) {
          yield {
            type: IST0101,
            object,
            field,
            text: IST0101.texts.namespace(name, index.view(shownObjects)(NAMESPACE)),
          };
        }
      }
    }
  },
};

function* sourceNamespaces(spec: unknown): Iterable<{ field: (string | number)[]; name: string }> {
  for (const [i, rule] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { source }] of fieldEntries(rule.from)) {
      for (const list of ['namespaces', 'notNamespaces']) {
        for (const [k, name] of textEntries(fieldsOf(source)[list])) {
          yield { field: ['spec', 'rules', i, 'from', j, 'source', list, k], name };
        }
      }
    }
  }
}
