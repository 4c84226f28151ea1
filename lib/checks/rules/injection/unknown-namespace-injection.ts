import { IST9102 } from '../../../catalogue/catalogue';
import { NAMESPACE_INJECTION } from '../../../istiod/injection/injection';
import { NAMESPACE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

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
