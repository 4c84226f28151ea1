import { NAMESPACE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { REVISION } from '../revision';
import { type Labels, type Workload, Workloads, workloadsOf } from '../workloads/workloads';
import { DATAPLANE_MODE, hasSidecar, INJECT, NAMESPACE_INJECTION } from './injection';

/** The workloads that policies take hold of: with a sidecar, or in ambient mode. Ask by `index.view(meshedWorkloads)`. */
export function meshedWorkloads(index: MeshIndex): Workloads {
  const { all } = index.view(workloadsOf);
  return new Workloads(all.filter((workload) => isMeshed(index, workload)));
}

function isMeshed(index: MeshIndex, workload: Workload): boolean {
  return hasSidecar(index, workload) || isOfRevision(index, workload) || isAmbient(index, workload);
}

/** Whether the node's proxy takes a workload's traffic, and there is no sidecar. */
export function isAmbient(index: MeshIndex, workload: Workload): boolean {
  // Istio's node agent leaves this on pods that it has taken in.
  if (workload.annotations['ambient.istio.io/redirection'] === 'enabled') {
    return true;
  }
  if (hasSidecar(index, workload)) {
    return false;
  }
  const mode = workload.labels[DATAPLANE_MODE];
  return mode === undefined ? isAmbientNamespace(index, workload.namespace) : mode === 'ambient';
}

/** Whether pods of a namespace are in ambient mode when they say nothing. Sidecars have precedence. */
export function isAmbientNamespace(index: MeshIndex, namespace: string): boolean {
  const labels = labelsOf(index, namespace);
  const injects = labels[NAMESPACE_INJECTION] === 'enabled' || Boolean(labels[REVISION]);
  return !injects && labels[DATAPLANE_MODE] === 'ambient';
}

/** Whether some revision of istiod gives pods a sidecar: another one than the default is as much of the mesh. */
function isOfRevision(index: MeshIndex, { namespace, labels }: Workload): boolean {
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: revision } = labelsOf(index, namespace);
  const isRefused = labels[INJECT] === 'false' || injection === 'disabled';
  return !isRefused && Boolean(revision ?? labels[REVISION]);
}

function labelsOf(index: MeshIndex, namespace: string): Labels {
  return index.get(NAMESPACE, '', namespace)?.labels ?? {};
}
