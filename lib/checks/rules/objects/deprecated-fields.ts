import type { Finding } from '../../../catalogue/finding';
import { IST0002 } from '../../../catalogue/istio-traffic-codes';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { CUSTOM_RESOURCE_DEFINITION, SIDECAR, VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** The group of the kinds that Istio had before AuthorizationPolicy. */
const REMOVED_GROUP = 'rbac.istio.io';
const REMOVED_KINDS: readonly string[] = [
  'ClusterRbacConfig',
  'RbacConfig',
  'ServiceRole',
  'ServiceRoleBinding',
];

/** Fields and kinds of earlier versions of Istio. */
export const deprecatedFields: Rule = {
  name: 'deprecated-fields',
  reports: [IST0002],
  *check(index) {
    yield* percents(index);
    yield* egressProxies(index);
    yield* removedKinds(index);
  },
};

function* percents(index: MeshIndex): Iterable<Finding> {
  for (const object of index.written(VIRTUAL_SERVICE)) {
    for (const [i, { fault }] of fieldEntries(fieldsOf(object.spec).http)) {
      const { percent } = fieldsOf(fieldsOf(fault).delay);
      if (typeof percent === 'number' && percent > 0) {
        const field = ['spec', 'http', i, 'fault', 'delay', 'percent'];
        yield { type: IST0002, object, field, text: IST0002.texts.percent(percent) };
      }
    }
  }
}

function* egressProxies(index: MeshIndex): Iterable<Finding> {
  for (const object of index.written(SIDECAR)) {
    if (policyOf(object).egressProxy) {
      const field = ['spec', 'outboundTrafficPolicy', 'egressProxy'];
      yield { type: IST0002, object, field, text: IST0002.texts.egressProxy() };
    }
  }
}

function policyOf({ spec }: Manifest): Fields {
  return fieldsOf(fieldsOf(spec).outboundTrafficPolicy);
}

function* removedKinds(index: MeshIndex): Iterable<Finding> {
  for (const object of index.all(CUSTOM_RESOURCE_DEFINITION)) {
    const { group, names } = fieldsOf(object.spec);
    const kind = textOrEmpty(fieldsOf(names).kind);
    if (group === REMOVED_GROUP && REMOVED_KINDS.includes(kind)) {
      const text = IST0002.texts.removedKind(kind);
      yield { type: IST0002, object, field: ['spec', 'names', 'kind'], text };
    }
  }
}
