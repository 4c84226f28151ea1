import type { MessageType } from '../../../catalogue/message-type';
import { REVISION, revisionOf } from '../../../istiod/revision';
import type { Rule } from '../../rule';

export const IST9018 = {
  code: 'IST9018',
  name: 'ObjectOfOtherRevision',
  level: 'Warning',
  summary: 'A label leaves an object to another revision of Istio, so the default revision does not read it.',
  texts: {
    label: (label: string, revision: string) =>
      `the label "${label}: ${revision}" leaves this object to revision "${revision}", so istiod of the default revision does not read it; remove the label, or set it to "default"`,
  },
} as const satisfies MessageType;

/** An istiod reads only the custom resources of its own revision; without it, all others are as if they were not there. (0.1) */
export const otherRevision: Rule = {
  name: 'other-revision',
  reports: [IST9018],
  *check(index) {
    for (const object of index.unread.manifests()) {
      const text = IST9018.texts.label(REVISION, revisionOf(object) ?? '');
      yield { type: IST9018, object, field: ['metadata', 'labels', REVISION], text };
    }
  },
};
