import type { MessageType } from '../../../catalogue/message-type';
import { INJECT, NAMESPACE_INJECTION } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { REVISION } from '../../../istiod/revision';
import { podPath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { NAMESPACE, POD } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Pods that ask for a sidecar and get none. (J2, J3) */
export const IST9103 = {
  code: 'IST9103',
  name: 'IneffectiveInjection',
  level: 'Warning',
  summary: 'Pods ask for a sidecar in a way or a place in which they get none.',
  texts: {
    namespace: (namespace: string) =>
      `"true" gives no sidecar, for namespace "${namespace}" has istio-injection=disabled; remove that label, or this`,
    hostNetwork: () =>
      '"true" gives no sidecar to a pod on the network of its node; remove this, or hostNetwork',
    annotation: () =>
      '"true" gives no sidecar, for the injector is asked about labelled pods only; set the label of the same name',
  },
} as const satisfies MessageType;

/** Pods that ask for a sidecar where they get none. (J2, J3) */
export const ineffectiveInjection: Rule = {
  name: 'ineffective-injection',
  reports: [IST9103],
  *check(index) {
    for (const workload of index.view(workloadsOf).all) {
      const { manifest: object, labels, annotations } = workload;
      const isByLabel = labels[INJECT] !== undefined;
      const text = (labels[INJECT] ?? annotations[INJECT]) === 'true' && whyNone(index, workload, isByLabel);
      if (text) {
        const place = isByLabel ? 'labels' : 'annotations';
        yield { type: IST9103, object, field: [...podPath(object.kind), 'metadata', place, INJECT], text };
      }
    }
  },
};

function whyNone(index: MeshIndex, workload: Workload, isByLabel: boolean): string | undefined {
  const { namespace, pod, manifest } = workload;
  const namespaceLabels = index.get(NAMESPACE, '', namespace)?.labels;
  if (pod.hostNetwork === true) {
    return IST9103.texts.hostNetwork();
  }
  if (namespaceLabels?.[NAMESPACE_INJECTION] === 'disabled') {
    return IST9103.texts.namespace(namespace);
  }
  // What a namespace says that is not here, nobody knows; and a Pod is told to use the label anyway.
  const isUnasked =
    namespaceLabels !== undefined &&
    namespaceLabels[NAMESPACE_INJECTION] === undefined &&
    namespaceLabels[REVISION] === undefined &&
    workload.labels[REVISION] === undefined;
  return !isByLabel && isUnasked && manifest.kind !== POD.kind ? IST9103.texts.annotation() : undefined;
}
