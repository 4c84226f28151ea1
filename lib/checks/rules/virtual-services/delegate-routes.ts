import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { delegatedRoutes } from '../../../istiod/virtual-services/delegated-routes';
import { fieldEntries, fieldsOf } from '../../../manifests/fields';
import type { Rule } from '../../rule';

export const IST9222 = {
  code: 'IST9222',
  name: 'DelegateRouteDropped',
  level: 'Warning',
  summary:
    'A match of a delegate conflicts with the match of the route that refers to the delegate, so istiod drops the route of the delegate.',
  texts: {
    match: (root: string) =>
      `a match of this list conflicts with every match of the route of VirtualService "${root}" that delegates here, so istiod drops the whole route; let each match narrow a match of that route`,
  },
} as const satisfies MessageType;

/** The matches of a delegate may only narrow those of the root. A route that does so for one of several roots is kept. (C4) */
export const delegateRoutes: Rule = {
  name: 'delegate-routes',
  reports: [IST9222],
  *check(index) {
    for (const [object, delegated] of index.view(delegatedRoutes)) {
      const kept = new Set(
        delegated.flatMap(({ entries }) => entries.map(({ delegateIndex }) => delegateIndex)),
      );
      for (const [i] of fieldEntries(fieldsOf(object.spec).http)) {
        const [first] = delegated;
        if (first && !kept.has(i)) {
          const text = IST9222.texts.match(fullName(first.root.ref));
          yield { type: IST9222, object, field: ['spec', 'http', i, 'match'], text };
        }
      }
    }
  },
};
