import { IST0111, IST0167 } from '../../../catalogue/istio-workload-codes';
import { isAmbientNamespace } from '../../../istiod/injection/mesh-membership';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf } from '../../../manifests/fields';
import { SIDECAR } from '../../../manifests/kinds';
import { type Manifest, texts } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Sidecars for all of a namespace: there can be one, and none where the pods have no sidecars. */
export const sidecarsWithoutSelector: Rule = {
  name: 'sidecars-without-selector',
  reports: [IST0111, IST0167],
  *check(index) {
    for (const [namespace, sidecars] of groupedBy(index.all(SIDECAR).filter(isForAll), namespaceOf)) {
      if (isAmbientNamespace(index, namespace)) {
        const text = IST0167.texts.ambientNamespace(namespace);
        yield* sidecars.map((object) => ({ type: IST0167, object, field: ['metadata', 'namespace'], text }));
      } else if (sidecars.length > 1) {
        const text = IST0111.texts.several(namespace, sidecars.map(({ name }) => name).sort());
        yield* sidecars.map((object) => ({ type: IST0111, object, field: ['metadata', 'name'], text }));
      }
    }
  },
};

function isForAll({ spec }: Manifest): boolean {
  return Object.keys(texts(fieldsOf(fieldsOf(spec).workloadSelector).labels)).length === 0;
}

function namespaceOf({ namespace }: Manifest): string {
  return namespace;
}
