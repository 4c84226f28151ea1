import { IST9104 } from '../../../catalogue/catalogue';
import { INJECT } from '../../../istiod/injection/injection';
import { podPath, workloadsOf } from '../../../istiod/workloads/workloads';
import type { Rule } from '../../rule';

/** The label for injection with another value than `true` and `false`. (J3) */
export const unknownInjectionLabel: Rule = {
  name: 'unknown-injection-label',
  reports: [IST9104],
  *check(index) {
    for (const { manifest: object, labels } of index.view(workloadsOf).all) {
      const value = labels[INJECT];
      if (value !== undefined && value !== 'true' && value !== 'false') {
        const field = [...podPath(object.kind), 'metadata', 'labels', INJECT];
        yield { type: IST9104, object, field, text: IST9104.texts.value(value) };
      }
    }
  },
};
