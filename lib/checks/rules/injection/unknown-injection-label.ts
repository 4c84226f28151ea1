import type { MessageType } from '../../../catalogue/message-type';
import { INJECT } from '../../../istiod/injection/injection-labels';
import { podPath, workloadsOf } from '../../../istiod/workloads/workloads';
import type { Rule } from '../../rule';

export const IST9104 = {
  code: 'IST9104',
  name: 'UnknownInjectionLabel',
  level: 'Warning',
  summary: 'The label for injection has a value that Istio does not know and ignores.',
  texts: {
    value: (value: string) => `"${value}" is ignored; use "true" or "false"`,
  },
} as const satisfies MessageType;

/** The label for injection has another value than `true` and `false`. (J3) */
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
