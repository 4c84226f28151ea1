import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type Delegated, delegatedRoutes } from '../../../istiod/virtual-services/delegated-routes';
import { delegateOf } from '../../../istiod/virtual-services/delegates';
import { delegated as mergedRoutes } from '../../../istiod/virtual-services/merge-delegates';
import { fieldText } from '../../../manifests/field-path';
import { type Fields, fieldEntries, fieldsOf, objectsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
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
    partly: (route: string, root: string) =>
      `a match of this list conflicts with every match of ${route} of VirtualService "${root}", so istiod drops the whole route there, although other matches of the list fit; give the matches routes of their own`,
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
      for (const [i, route] of fieldEntries(fieldsOf(object.spec).http)) {
        const [first] = delegated;
        const text = kept.has(i)
          ? partlyDropped(index, object, delegated, [i, route])
          : first && IST9222.texts.match(fullName(first.root.ref));
        if (text) {
          yield { type: IST9222, object, field: ['spec', 'http', i, 'match'], text };
        }
      }
    }
  },
};

/** A route that istiod drops for one route of a root, although some of its matches are meant for it. */
function partlyDropped(
  index: MeshIndex,
  delegate: Manifest,
  delegated: readonly Delegated[],
  [place, { match }]: readonly [number, Fields],
): string | undefined {
  const matches = objectsIn(match);
  for (const { root, entries } of matches.length > 1 ? delegated : []) {
    const { ref, namespace } = root;
    const manifest = index.get(VIRTUAL_SERVICE, namespace, ref.name);
    for (const [i, route] of fieldEntries(fieldsOf(manifest?.spec).http)) {
      const reference = delegateOf(route, namespace);
      const isMeant =
        reference && index.get(VIRTUAL_SERVICE, reference.namespace, reference.name) === delegate;
      const isKept = entries.some((entry) => entry.index === i && entry.delegateIndex === place);
      if (isMeant && !isKept && matches.some((one) => fits(route, one))) {
        return IST9222.texts.partly(fieldText(['spec', 'http', i]), fullName(ref));
      }
    }
  }
  return undefined;
}

function fits(root: Fields, match: Fields): boolean {
  return mergedRoutes(root, [{ match: [match] }]).length > 0;
}
