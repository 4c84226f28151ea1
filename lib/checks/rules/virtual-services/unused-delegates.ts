import type { MessageType } from '../../../catalogue/message-type';
import { rootsOf } from '../../../istiod/virtual-services/delegates';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9284 = {
  code: 'IST9284',
  name: 'DelegateWithoutRoot',
  level: 'Warning',
  summary: 'A VirtualService has no hosts, and no other VirtualService delegates to it.',
  texts: {
    noRoot: () =>
      'is missing, and no VirtualService in these manifests delegates to this one, so it has no effect; add hosts, or, if a VirtualService elsewhere delegates to it, pass it as --context',
  },
} as const satisfies MessageType;

/** A VirtualService without hosts only counts where others delegate to it. (C3) */
export const unusedDelegates: Rule = {
  name: 'unused-delegates',
  reports: [IST9284],
  *check(index) {
    const roots = index.view(rootsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      if (isDelegate(object) && !roots.has(object)) {
        yield { type: IST9284, object, field: ['spec', 'hosts'], text: IST9284.texts.noRoot() };
      }
    }
  },
};
