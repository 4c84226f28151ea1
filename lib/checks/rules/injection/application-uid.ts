import { IST0144 } from '../../../catalogue/istio-workload-codes';
import { containersOf, podPath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { DEPLOYMENT, POD } from '../../../manifests/kinds';
import { type FieldPath, isRecord } from '../../../manifests/manifest';
import { isControlPlane } from '../../common/control-plane';
import type { Rule } from '../../rule';

const SIDECAR_USER = 1337;
/** The containers that may run as this user. */
const ISTIO_CONTAINERS: readonly unknown[] = ['istio-proxy', 'istio-operator'];

/** An application runs as the user of the sidecar. */
export const applicationUid: Rule = {
  name: 'application-uid',
  reports: [IST0144],
  *check(index) {
    for (const workload of index.view(workloadsOf).ofKinds(POD, DEPLOYMENT)) {
      const { manifest: object } = workload;
      const field = isControlPlane(object) || isProxyAlone(workload) ? undefined : sidecarUserAt(workload);
      if (field) {
        yield { type: IST0144, object, field, text: IST0144.texts.reserved() };
      }
    }
  },
};

/** Whether the pods run nothing but a proxy, as those of gateways do, which is to run as this user. (L3) */
function isProxyAlone(workload: Workload): boolean {
  const containers = containersOf(workload);
  return containers.length > 0 && containers.every(({ name }) => ISTIO_CONTAINERS.includes(name));
}

/** The first field with that user; Istio reports each workload once. */
function sidecarUserAt({ manifest: { kind }, pod }: Workload): FieldPath | undefined {
  const path = [...podPath(kind), 'spec'];
  if (isSidecarUser(pod)) {
    return [...path, 'securityContext', 'runAsUser'];
  }
  const containers: unknown[] = Array.isArray(pod.containers) ? pod.containers : [];
  const place = containers.findIndex(
    (one) => isRecord(one) && !ISTIO_CONTAINERS.includes(one.name) && isSidecarUser(one),
  );
  return place < 0 ? undefined : [...path, 'containers', place, 'securityContext', 'runAsUser'];
}

function isSidecarUser({ securityContext }: Readonly<Record<string, unknown>>): boolean {
  return isRecord(securityContext) && securityContext.runAsUser === SIDECAR_USER;
}
