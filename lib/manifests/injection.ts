import { NAMESPACE } from './kinds';
import type { ManifestIndex } from './manifest-index';
import { containersOf, type Workload } from './workloads';

const INJECT = 'sidecar.istio.io/inject';
const REVISION = 'istio.io/rev';
/** Where istiod injects nothing, whatever labels say. (J3) */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** Whether the pods of a workload have a sidecar: written out, or injected when they are created. (J1) */
export function hasSidecar(index: ManifestIndex, workload: Workload): boolean {
  return hasProxyContainer(workload) || isInjected(index, workload);
}

/** Whether the manifest itself brings the proxy, as manual injection leaves it. */
export function hasProxyContainer(workload: Workload): boolean {
  const { initContainers } = workload.pod;
  // Native sidecars run as init containers.
  const all = [...containersOf(workload), ...(Array.isArray(initContainers) ? initContainers : [])];
  return all.some((container) => container?.name === 'istio-proxy');
}

function isInjected(index: ManifestIndex, workload: Workload): boolean {
  return isAsked(index, workload) && istiodInjects(workload);
}

/** The webhook's own selectors, of an installation without revisions. (J2) */
function isAsked(index: ManifestIndex, { namespace, labels }: Workload): boolean {
  const { [INJECT]: inject, [REVISION]: revision } = labels;
  const namespaceLabels = index.get(NAMESPACE, '', namespace)?.labels ?? {};
  const { 'istio-injection': injection, [REVISION]: namespaceRevision } = namespaceLabels;
  if (inject === 'false') {
    return false;
  }
  if (injection !== undefined) {
    return injection === 'enabled';
  }
  if (namespaceRevision !== undefined) {
    return namespaceRevision === 'default';
  }
  return revision === undefined ? inject === 'true' : revision === 'default';
}

/** What istiod decides once it is asked. (J3) */
function istiodInjects({ namespace, labels, annotations, pod }: Workload): boolean {
  if (pod.hostNetwork === true || SYSTEM_NAMESPACES.includes(namespace)) {
    return false;
  }
  return (labels[INJECT] ?? annotations[INJECT]) !== 'false';
}
