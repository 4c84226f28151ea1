import type { MessageType } from '../../../catalogue/message-type';
import { NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { NAMESPACE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** All words but `enabled` mean no sidecars. (J2) */
export const IST9102 = {
  code: 'IST9102',
  name: 'UnknownNamespaceInjection',
  level: 'Warning',
  summary: 'A namespace has a word for injection that Istio does not know, so its pods get no sidecars.',
  texts: {
    value: (value: string) =>
      `"${value}" leaves pods without sidecars; use "enabled", or "disabled" if that is meant`,
  },
} as const satisfies MessageType;

/** An empty word is reported as none at all. */
const KNOWN = ['enabled', 'disabled', ''];

/** Namespaces with `istio-injection: "true"` and the like, which switches injection off. (J2) */
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
