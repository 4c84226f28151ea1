import type { MessageType } from '../../../catalogue/message-type';
import { NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { NAMESPACE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9102 = {
  code: 'IST9102',
  name: 'UnknownNamespaceInjection',
  level: 'Warning',
  summary:
    'The injection label of a namespace has a value that Istio does not know, so its pods get no sidecars.',
  texts: {
    value: (value: string) =>
      `"${value}" leaves pods without sidecars; use "enabled", or "disabled" if that is meant`,
  },
} as const satisfies MessageType;

/** Istio reports an empty value like an absent label. */
const KNOWN = ['enabled', 'disabled', ''];

/** A label such as `istio-injection: "true"` disables injection: only `enabled` enables it. (J2) */
export const unknownNamespaceInjection: Rule = {
  name: 'unknown-namespace-injection',
  reports: [IST9102],
  *check(index) {
    for (const object of index.all(NAMESPACE)) {
      const value = object.labels[NAMESPACE_INJECTION];
      if (value !== undefined && !KNOWN.includes(value)) {
        const field = ['metadata', 'labels', NAMESPACE_INJECTION];
        yield { type: IST9102, object, field, text: IST9102.texts.value(value) };
      }
    }
  },
};
