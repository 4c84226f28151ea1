import { NAMESPACE } from '../../manifests/kinds';
import { isRecord } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { REVISION } from '../revision';
import { containersOf, type Labels, type Workload } from '../workloads/workloads';

/** The label of a pod that asks for a sidecar or for none; the annotation of this name is its older form. */
export const INJECT = 'sidecar.istio.io/inject';
/** The label of a namespace that asks for sidecars or for none. */
export const NAMESPACE_INJECTION = 'istio-injection';
/** The label of a namespace that puts its pods into ambient mode, without sidecars. */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
/** Where istiod injects nothing, whatever labels say. (J3) */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** What is taken for the labels of a namespace that is not among the manifests: the way into a mesh. */
const ASSUMED: Labels = { [NAMESPACE_INJECTION]: 'enabled' };

/**
 * Whether the pods of a workload have a sidecar: written out, or injected when they are created. (J1) Where nothing is
 * known of their namespace, it is taken to be labelled for injection.
 */
export function hasSidecar(index: MeshIndex, workload: Workload): boolean {
  return hasProxyContainer(workload) || isInjected(index, workload, ASSUMED);
}

/** Whether the manifest itself brings the proxy, as manual injection leaves it. */
export function hasProxyContainer(workload: Workload): boolean {
  return proxyContainers(workload).length > 0;
}

/** The containers of a workload's pods that run the proxy. */
export function proxyContainers(workload: Workload): Readonly<Record<string, unknown>>[] {
  const { initContainers } = workload.pod;
  // Native sidecars run as init containers.
  const all = [
    ...containersOf(workload),
    ...(Array.isArray(initContainers) ? initContainers.filter(isRecord) : []),
  ];
  return all.filter(({ name }) => name === 'istio-proxy');
}

/** Whether istiod puts a sidecar into the pods of a workload when they are created. (J1) */
export function isInjected(index: MeshIndex, workload: Workload, unknownNamespace?: Labels): boolean {
  return isInjectorAsked(index, workload, unknownNamespace) && istiodInjects(workload);
}

/**
 * Whether Kubernetes asks istiod about a workload's pods at all, in an installation without revisions. (J2)
 *
 * @param unknownNamespace the labels of a namespace of which nothing is known
 */
export function isInjectorAsked(
  index: MeshIndex,
  { namespace, labels }: Workload,
  unknownNamespace: Labels = {},
): boolean {
  const { [INJECT]: inject, [REVISION]: revision } = labels;
  const namespaceLabels = index.get(NAMESPACE, '', namespace)?.labels ?? unknownNamespace;
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: namespaceRevision } = namespaceLabels;
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
