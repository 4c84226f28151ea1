import { IST0157 } from '../../../catalogue/istio-workload-codes';
import { fieldEntries, fieldsOf } from '../../../manifests/fields';
import { TELEMETRY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A Telemetry configures access logging, and neither it nor the mesh names a provider. */
export const telemetryProviders: Rule = {
  name: 'telemetry-providers',
  reports: [IST0157],
  *check(index) {
    if (index.mesh.defaultProviders.accessLogging.length > 0) {
      return;
    }
    for (const object of index.all(TELEMETRY)) {
      for (const [i, { disabled, providers }] of fieldEntries(fieldsOf(object.spec).accessLogging)) {
        if (disabled !== true && fieldEntries(providers).length === 0) {
          const field = ['spec', 'accessLogging', i, 'providers'];
          yield { type: IST0157, object, field, text: IST0157.texts.missing() };
        }
      }
    }
  },
};
