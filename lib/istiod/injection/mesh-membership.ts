import type { MeshIndex } from '../mesh-index';
import { REVISION } from '../revision';
import { type Workload, Workloads, workloadsOf } from '../workloads/workloads';
import { hasSidecar } from './injection';
import { DATAPLANE_MODE, INJECT, NAMESPACE_INJECTION } from './injection-labels';
import { namespaceLabels } from './namespaces';

/** The labels that may bring a pod or the pods of a namespace into the mesh. */
const MESH_LABELS = [NAMESPACE_INJECTION, REVISION, DATAPLANE_MODE];

/** The workloads in the mesh, with a sidecar or in ambient mode; ask for them by `index.view(meshedWorkloads)`. */
export function meshedWorkloads(index: MeshIndex): Workloads {
  const { all } = index.view(workloadsOf);
  return new Workloads(all.filter((workload) => isMeshed(index, workload)));
}

function isMeshed(index: MeshIndex, workload: Workload): boolean {
  return hasSidecar(index, workload) || isOfRevision(index, workload) || isAmbient(index, workload);
}

/** Whether a workload is in ambient mode: the proxy of its node takes its traffic, and it has no sidecar. */
export function isAmbient(index: MeshIndex, workload: Workload): boolean {
  // Istio's node agent leaves this on the pods that it has taken into the mesh.
  if (workload.annotations['ambient.istio.io/redirection'] === 'enabled') {
    return true;
  }
  if (hasSidecar(index, workload)) {
    return false;
  }
  const mode = workload.labels[DATAPLANE_MODE];
  return mode === undefined ? isAmbientNamespace(index, workload.namespace) : mode === 'ambient';
}

/** Whether the pods of a namespace are in ambient mode unless they say otherwise. Sidecars have precedence. */
export function isAmbientNamespace(index: MeshIndex, namespace: string): boolean {
  const labels = namespaceLabels(index, namespace) ?? {};
  const injects = labels[NAMESPACE_INJECTION] === 'enabled' || Boolean(labels[REVISION]);
  return !injects && labels[DATAPLANE_MODE] === 'ambient';
}

/** Whether nothing may have given the pods of a workload without a sidecar one, such as an istiod of another revision. */
export function isSurelyWithoutSidecar(index: MeshIndex, { namespace, labels, pod }: Workload): boolean {
  if (labels[INJECT] === 'false' || pod.hostNetwork === true) {
    return labels[DATAPLANE_MODE] === undefined;
  }
  const ofNamespace = namespaceLabels(index, namespace);
  return (
    ofNamespace !== undefined &&
    (ofNamespace[NAMESPACE_INJECTION] === 'disabled' || !MESH_LABELS.some((label) => label in ofNamespace)) &&
    !MESH_LABELS.some((label) => label in labels)
  );
}

/** Whether an istiod of some revision injects sidecars: pods of another revision than the default are in the mesh, too. */
function isOfRevision(index: MeshIndex, { namespace, labels }: Workload): boolean {
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: revision } = namespaceLabels(index, namespace) ?? {};
  const isRefused = labels[INJECT] === 'false' || injection === 'disabled';
  return !isRefused && Boolean(revision ?? labels[REVISION]);
}
