import type { Finding } from '../../../catalogue/finding';
import { IST0127 } from '../../../catalogue/istio-workload-codes';
import { meshedWorkloads } from '../../../istiod/injection/mesh-membership';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { selectorText } from '../../../istiod/workloads/selectors';
import { fieldsOf } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { areWorkloadsShown } from '../../common/shown';
import type { Rule } from '../../rule';

/** An AuthorizationPolicy applies to no pod. Those that it was written for may be without protection. */
export const authorizationPolicyWorkloads: Rule = {
  name: 'authorization-policy-workloads',
  reports: [IST0127],
  *check(index) {
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      if (fieldsOf(object.spec).selector) {
        yield* withSelector(index, object);
      } else if (!isAttached(object)) {
        yield* withoutSelector(index, object);
      }
    }
  },
};

function* withSelector(index: MeshIndex, object: Manifest): Iterable<Finding> {
  const labels = policySelector(object);
  // A policy in the root namespace applies to pods of every namespace. (H2)
  const namespace = object.namespace === index.mesh.rootNamespace ? undefined : object.namespace;
  if (!index.view(meshedWorkloads).includesAny(labels, namespace)) {
    const text = IST0127.texts.selector(selectorText(labels), namespace, areWorkloadsShown(index, namespace));
    yield { type: IST0127, object, field: ['spec', 'selector', 'matchLabels'], text };
  }
}

function* withoutSelector(index: MeshIndex, object: Manifest): Iterable<Finding> {
  const { namespace } = object;
  if (namespace !== index.mesh.rootNamespace && !index.view(meshedWorkloads).includesAny({}, namespace)) {
    const text = IST0127.texts.namespace(namespace, areWorkloadsShown(index, namespace));
    yield { type: IST0127, object, field: ['metadata', 'namespace'], text };
  }
}
