import { IST0160 } from '../../../catalogue/istio-workload-codes';
import { isAttached } from '../../../istiod/policies/policy';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf } from '../../../manifests/fields';
import { TELEMETRY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Only one Telemetry can be for a whole namespace. */
export const telemetriesWithoutSelector: Rule = {
  name: 'telemetries-without-selector',
  reports: [IST0160],
  *check(index) {
    const withoutSelector = index.all(TELEMETRY).filter(isForNamespace);
    for (const [namespace, telemetries] of groupedBy(withoutSelector, (object) => object.namespace)) {
      if (telemetries.length > 1) {
        const text = IST0160.texts.several(namespace, telemetries.map(({ name }) => name).sort());
        yield* telemetries.map((object) => ({ type: IST0160, object, field: ['metadata', 'name'], text }));
      }
    }
  },
};

function isForNamespace(object: Manifest): boolean {
  return !fieldsOf(object.spec).selector && !isAttached(object);
}
