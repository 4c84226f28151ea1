import { NODE, POD } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { mayBeAdded } from './added-labels';
import { carries, type Labels, type Workload, Workloads, workloadsOf } from './workloads';

const HOSTNAME = 'kubernetes.io/hostname';
/** The labels of a node that istiod adds to the labels of its pods. */
const TOPOLOGY: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/** Whether pods carry, or may come to carry, all of these labels, including those of their nodes. (G6) */
export function hasPodsWith(index: MeshIndex, labels: Labels): boolean {
  if (index.view(workloadsOf).includesAny(labels)) {
    return true;
  }
  if (!Object.keys(labels).some(isLocation)) {
    return false;
  }
  return (
    index.view(podsOnNodes).includesAny(labels) ||
    index.view(ownersOfPods).includesAny(withoutLocation(labels))
  );
}

/** Whether pods of a workload carry these labels, or may come to carry them once they run. (G6) */
export function mayCarry(index: MeshIndex, workload: Workload, labels: Labels): boolean {
  const { manifest } = workload;
  if (carries(workload.labels, labels)) {
    return true;
  }
  if (manifest.kind === POD.kind) {
    return onNode(index, workload).some((pod) => carries(pod.labels, labels));
  }
  const missing = Object.entries(withoutLocation(labels)).filter(
    ([key, value]) => workload.labels[key] !== value,
  );
  return missing.every(
    ([key, value]) => workload.labels[key] === undefined && mayBeAdded(manifest, key, value),
  );
}

/** The pods that run on a known node, with the labels of the node. */
function podsOnNodes(index: MeshIndex): Workloads {
  return new Workloads(index.view(workloadsOf).all.flatMap((workload) => onNode(index, workload)));
}

function onNode(index: MeshIndex, workload: Workload): Workload[] {
  const { nodeName } = workload.pod;
  const isPod = workload.manifest.kind === POD.kind;
  const node = isPod && typeof nodeName === 'string' ? index.get(NODE, '', nodeName) : undefined;
  if (!node) {
    return [];
  }
  const places = TOPOLOGY.flatMap((key) => (node.labels[key] ? [[key, node.labels[key]]] : []));
  const labels = { ...workload.labels, ...Object.fromEntries(places), [HOSTNAME]: node.name };
  return [{ ...workload, labels }];
}

/** The workloads whose pods do not exist yet, and may run on any node. */
function ownersOfPods(index: MeshIndex): Workloads {
  return new Workloads(index.view(workloadsOf).all.filter(({ manifest }) => manifest.kind !== POD.kind));
}

/** The labels without those that a node may add, of which none is empty. */
function withoutLocation(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).filter(([key, value]) => value === '' || !isLocation(key)),
  );
}

function isLocation(key: string): boolean {
  return key === HOSTNAME || TOPOLOGY.includes(key);
}
