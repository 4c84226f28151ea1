import { IST9101 } from '../../../catalogue/catalogue';
import { INJECT } from '../../../istiod/injection/injection';
import { templatePath, workloadOf } from '../../../istiod/workloads/workloads';
import { POD_OWNERS } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** The label for injection on a Deployment and its like, where nobody looks. (J1) */
export const misplacedInjectionLabel: Rule = {
  name: 'misplaced-injection-label',
  reports: [IST9101],
  *check(index) {
    for (const workload of POD_OWNERS.flatMap((kind) => index.all(kind)).flatMap(workloadOf)) {
      const { manifest: object, labels } = workload;
      // With the label on the template too, the other does no harm.
      if (object.labels[INJECT] !== undefined && labels[INJECT] === undefined) {
        const text = IST9101.texts.owner(templatePath(object.kind).join('.'));
        yield { type: IST9101, object, field: ['metadata', 'labels', INJECT], text };
      }
    }
  },
};
