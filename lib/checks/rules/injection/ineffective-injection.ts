import type { MessageType } from '../../../catalogue/message-type';
import { INJECT, injectValue, NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { namespaceLabels } from '../../../istiod/injection/namespaces';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { REVISION } from '../../../istiod/revision';
import { podPath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import type { Rule } from '../../rule';

export const IST9103 = {
  code: 'IST9103',
  name: 'IneffectiveInjection',
  level: 'Warning',
  summary: 'Pods ask for a sidecar in a way or a place in which they get none.',
  texts: {
    namespace: (namespace: string) =>
      `"true" gives no sidecar, because namespace "${namespace}" has the label istio-injection=disabled; remove that label, or remove this`,
    hostNetwork: () =>
      '"true" gives no sidecar to a pod on the network of its node; remove this, or remove hostNetwork',
    annotation: () =>
      '"true" gives no sidecar, because Kubernetes asks the injector only about pods with the label; set the label of the same name',
  },
} as const satisfies MessageType;

/** Pods ask for a sidecar and get none. (J2, J3) */
export const ineffectiveInjection: Rule = {
  name: 'ineffective-injection',
  reports: [IST9103],
  *check(index) {
    for (const workload of index.view(workloadsOf).all) {
      const text = injectValue(workload) === 'true' ? whyNoSidecar(index, workload) : undefined;
      if (text !== undefined) {
        const { manifest: object } = workload;
        const place = isByLabel(workload) ? 'labels' : 'annotations';
        yield { type: IST9103, object, field: [...podPath(object.kind), 'metadata', place, INJECT], text };
      }
    }
  },
};

function isByLabel({ labels }: Workload): boolean {
  return labels[INJECT] !== undefined;
}

function whyNoSidecar(index: MeshIndex, workload: Workload): string | undefined {
  const { namespace, pod } = workload;
  if (pod.hostNetwork === true) {
    return IST9103.texts.hostNetwork();
  }
  if (namespaceLabels(index, namespace)?.[NAMESPACE_INJECTION] === 'disabled') {
    return IST9103.texts.namespace(namespace);
  }
  return isUnasked(index, workload) && !isByLabel(workload) ? IST9103.texts.annotation() : undefined;
}

/** Whether neither the namespace nor the pods name an injector. A namespace that is not among the manifests may. */
function isUnasked(index: MeshIndex, { namespace, labels }: Workload): boolean {
  const ofNamespace = namespaceLabels(index, namespace);
  return (
    ofNamespace !== undefined &&
    ofNamespace[NAMESPACE_INJECTION] === undefined &&
    ofNamespace[REVISION] === undefined &&
    labels[REVISION] === undefined
  );
}
