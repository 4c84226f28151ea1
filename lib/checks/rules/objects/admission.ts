import { problemsOf } from '../../../admission';
import * as problemTypes from '../../../admission/problem-types';
import { ISTIO_KINDS } from '../../../admission/schema/kinds';
import { isRecord, type Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** What istiod's webhook refuses or warns about in one object, and mistakes that it admits without a warning. (M) */
export const admission: Rule = {
  name: 'admission',
  reports: Object.values(problemTypes),
  *check(index) {
    for (const kind of ISTIO_KINDS) {
      for (const object of index.written(kind)) {
        for (const { type = problemTypes.REFUSED, field, message } of problemsOf(
          object.kind,
          named(object),
        )) {
          yield { type, object, field, text: message };
        }
      }
    }
  },
};

/** The object with a name like the one that it will get: Kubernetes appends characters to `generateName`. */
function named(object: Manifest): Manifest {
  if (object.hasOwnName) {
    return object;
  }
  const { metadata } = object.object;
  const isGenerated = isRecord(metadata) && !metadata.name && Boolean(metadata.generateName);
  return isGenerated ? { ...object, name: `${object.name}x` } : object;
}
