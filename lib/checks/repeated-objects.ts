import type { Finding } from '../catalogue/finding';
import type { MessageType } from '../catalogue/message-type';
import { type Manifest, placeIn } from '../manifests/manifest';
import { applied, isCopy } from '../manifests/manifest-index';

const LAST_COUNTS = '`kubectl apply` keeps only the last of them';

export const IST9002 = {
  code: 'IST9002',
  name: 'RepeatedObject',
  level: 'Error',
  summary: 'Two objects have the same kind, namespace and name, and the cluster keeps only the last one.',
  texts: {
    repeated: (identity: string, place: string) =>
      `has the same ${identity} as ${place}, and ${LAST_COUNTS}; rename or delete one`,
    variant: (identity: string, place: string) =>
      `has the same ${identity} as ${place}, and ${LAST_COUNTS}; rename or delete one, or, if these files are variants, check them one by one, with the rest as --context`,
  },
} as const satisfies MessageType;

/** Our own: `kubectl apply` reports the second copy as unchanged, so it changes nothing. */
export const IST9003 = {
  code: 'IST9003',
  name: 'RepeatedCopy',
  level: 'Info',
  summary: 'An object is there twice, with equal contents.',
  texts: {
    copy: (place: string) => `is a copy of ${place}; delete one of them, before they begin to differ`,
  },
} as const satisfies MessageType;

/**
 * Objects that repeat the kind, namespace and name of an earlier object. A copy in a file does no harm. Two constructs
 * of one name are a mistake even if their objects are equal.
 */
export function repeatedObjects(manifests: readonly Manifest[]): Finding[] {
  const { replacements } = applied(manifests);
  return replacements.map((replacement) => {
    const { earlier, later } = replacement;
    if (later.origin.construct === undefined && isCopy(replacement)) {
      return { type: IST9003, object: later, text: IST9003.texts.copy(placeOf(earlier)) };
    }
    const identity = later.namespace === '' ? 'kind and name' : 'kind, namespace and name';
    const isOtherFile = earlier.origin.file !== later.origin.file;
    const text = IST9002.texts[isOtherFile ? 'variant' : 'repeated'](identity, placeOf(earlier));
    return { type: IST9002, object: later, text };
  });
}

function placeOf({ origin }: Manifest): string {
  if (origin.construct !== undefined) {
    return `the object of construct "${origin.construct}"`;
  }
  const place = placeIn(origin);
  return place === undefined ? 'an earlier object' : `the object at ${place}`;
}
