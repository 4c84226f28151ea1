import type { MessageType } from '../../../catalogue/message-type';
import { INJECT } from '../../../istiod/injection/injection-labels';
import { templatePath, workloadsOf } from '../../../istiod/workloads/workloads';
import { POD_OWNERS } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9101 = {
  code: 'IST9101',
  name: 'MisplacedInjectionLabel',
  level: 'Warning',
  summary: 'The label for injection is on the owner of pods instead of on their template.',
  texts: {
    owner: (template: string) =>
      `has no effect here; injection looks at pods: move it to ${template}.metadata.labels`,
  },
} as const satisfies MessageType;

/** Injection reads the labels of pods, and not those of a Deployment or another owner of pods. (J1) */
export const misplacedInjectionLabel: Rule = {
  name: 'misplaced-injection-label',
  reports: [IST9101],
  *check(index) {
    for (const workload of index.view(workloadsOf).ofKinds(...POD_OWNERS)) {
      const { manifest: object, labels } = workload;
      // With the label on the template as well, the one here does no harm.
      if (object.labels[INJECT] !== undefined && labels[INJECT] === undefined) {
        const text = IST9101.texts.owner(templatePath(object.kind).join('.'));
        yield { type: IST9101, object, field: ['metadata', 'labels', INJECT], text };
      }
    }
  },
};
