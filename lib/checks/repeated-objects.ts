import type { Finding } from '../catalogue/finding';
import type { MessageType } from '../catalogue/message-type';
import { isSameData } from '../manifests/collections';
import { fieldsOf } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';
import { applied } from '../manifests/manifest-index';

const LAST_COUNTS = '`kubectl apply` keeps only the last of them';

export const IST9002 = {
  code: 'IST9002',
  name: 'RepeatedObject',
  level: 'Error',
  summary:
    'Two objects that differ have the same kind, namespace and name, and the cluster keeps only the last one.',
  texts: {
    repeated: (identity: string, place: string) =>
      `has the same ${identity} as ${place}, and ${LAST_COUNTS}; rename or delete one`,
    variant: (identity: string, place: string) =>
      `has the same ${identity} as ${place}, and ${LAST_COUNTS}; rename or delete one, or, if these files are variants, check them one by one, with the rest as --context`,
  },
} as const satisfies MessageType;

/**
 * Objects that differ from an earlier object of the same kind, namespace and name. Equal copies are not reported: it
 * does not matter which one the cluster keeps, and `kubectl apply` reports the second one as unchanged.
 */
export function repeatedObjects(manifests: readonly Manifest[]): Finding[] {
  const { replacements } = applied(manifests);
  return replacements
    .filter(({ earlier, later }) => !isSameData(contentOf(earlier), contentOf(later)))
    .map(({ earlier, later }) => {
      const identity = later.namespace === '' ? 'kind and name' : 'kind, namespace and name';
      const isOtherFile = earlier.origin.file !== later.origin.file;
      const text = IST9002.texts[isOtherFile ? 'variant' : 'repeated'](identity, placeOf(earlier));
      return { type: IST9002, object: later, text };
    });
}

/** The object with its namespace, even if none is written. */
function contentOf({ object, namespace }: Manifest): unknown {
  return { ...object, metadata: { ...fieldsOf(object.metadata), namespace } };
}

function placeOf({ origin }: Manifest): string {
  if (origin.construct !== undefined) {
    return `the object of construct "${origin.construct}"`;
  }
  const line = origin.line?.();
  return origin.file === undefined
    ? 'an earlier object'
    : `the object at ${origin.file}${line === undefined ? '' : `:${line}`}`;
}
