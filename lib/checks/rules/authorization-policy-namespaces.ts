import { fieldsOf, mapsIn, textsIn } from '../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../manifests/kinds';
import { namespacesOf } from '../../manifests/namespaces';
import { IST0101 } from '../catalogue';
import type { Rule } from '../message';

/** An AuthorizationPolicy speaks of namespaces that requests cannot come from. */
export const authorizationPolicyNamespaces: Rule = {
  name: 'authorization-policy-namespaces',
  reports: [IST0101],
  *check(index) {
    const namespaces = index.view(namespacesOf);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      for (const { field, name } of sourceNamespaces(object.spec)) {
        if (!namespaces.match(name)) {
          yield { type: IST0101, object, field, text: IST0101.texts.namespace(name) };
        }
      }
    }
  },
};

function* sourceNamespaces(spec: unknown): Iterable<{ field: (string | number)[]; name: string }> {
  for (const [i, rule] of mapsIn(fieldsOf(spec).rules)) {
    for (const [j, { source }] of mapsIn(rule.from)) {
      for (const list of ['namespaces', 'notNamespaces']) {
        for (const [k, name] of textsIn(fieldsOf(source)[list])) {
          yield { field: ['spec', 'rules', i, 'from', j, 'source', list, k], name };
        }
      }
    }
  }
}
