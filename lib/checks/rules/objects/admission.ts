import { problemsOf } from '../../../admission';
import * as problemTypes from '../../../admission/problem-types';
import { ISTIO_KINDS } from '../../../admission/schema/kind-schemas';
import { gatewayPods, mergedServers } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysByName } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type FieldPath, isRecord, type Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** What istiod's webhook refuses or warns about in one object, and mistakes that it admits without a warning. (M) */
export const admission = {
  name: 'admission',
  reports: Object.values(problemTypes),
  *check(index: MeshIndex) {
    for (const kind of ISTIO_KINDS) {
      for (const object of index.written(kind)) {
        const problems = problemsOf(object.kind, named(object), index.istio);
        for (const { type = problemTypes.REFUSED, field, message } of problems) {
          if (type !== problemTypes.DROPPED_SERVER || !isKept(index, object, field)) {
            yield { type, object, field, text: message };
          }
        }
      }
    }
  },
} satisfies Rule;

/** Whether some gateway keeps a server: where a server of another Gateway drops the one that would drop this one. (A6) */
function isKept(index: MeshIndex, { namespace, name }: Manifest, [, , place]: FieldPath): boolean {
  const gateway = index.view(gatewaysByName).get(`${namespace}/${name}`);
  const pods = gateway ? index.view(gatewayPods)(gateway.selector) : [];
  return pods.some((pod) =>
    [...index.view(mergedServers)(pod).values()].some(({ groups }) =>
      groups.some(({ servers }) =>
        servers.some(({ gatewayName, ref }) => gatewayName === `${namespace}/${name}` && ref.index === place),
      ),
    ),
  );
}

/** The object with a name like the one that it will get: Kubernetes appends characters to `generateName`. */
function named(object: Manifest): Manifest {
  if (object.hasOwnName) {
    return object;
  }
  const { metadata } = object.object;
  const isGenerated = isRecord(metadata) && !metadata.name && Boolean(metadata.generateName);
  return isGenerated ? { ...object, name: `${object.name}x` } : object;
}
