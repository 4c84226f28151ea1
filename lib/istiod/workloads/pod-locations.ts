import { NODE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { type Labels, type Workload, Workloads, workloadsOf } from './workloads';

const HOSTNAME = 'kubernetes.io/hostname';
/** What istiod adds to a pod's labels from those of its node. */
const TOPOLOGY: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/** Whether there are, or may be, pods with all of these labels, those of the place they run in included. (G6) */
export function hasPodsWith(index: MeshIndex, labels: Labels): boolean {
  if (index.view(workloadsOf).includesAny(labels)) {
    return true;
  }
  if (!Object.keys(labels).some(isLocation)) {
    return false;
  }
  return (
    index.view(podsOnNodes).includesAny(labels) || index.view(templates).includesAny(withoutLocation(labels))
  );
}

/** The pods that run on a node, with the labels that they have from it. */
function podsOnNodes(index: MeshIndex): Workloads {
  return new Workloads(index.view(workloadsOf).all.flatMap((workload) => onNode(index, workload)));
}

function onNode(index: MeshIndex, workload: Workload): Workload[] {
  const { nodeName } = workload.pod;
  const isPod = workload.manifest.kind === 'Pod';
  const node = isPod && typeof nodeName === 'string' ? index.get(NODE, '', nodeName) : undefined;
  if (!node) {
    return [];
  }
  const places = TOPOLOGY.flatMap((key) => (node.labels[key] ? [[key, node.labels[key]]] : []));
  const labels = { ...workload.labels, ...Object.fromEntries(places), [HOSTNAME]: node.name };
  return [{ ...workload, labels }];
}

/** What makes pods: nobody knows yet where these will run. */
function templates(index: MeshIndex): Workloads {
  return new Workloads(index.view(workloadsOf).all.filter(({ manifest }) => manifest.kind !== 'Pod'));
}

/** Without the labels that a node may turn out to have. None has an empty one. */
function withoutLocation(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).filter(([key, value]) => value === '' || !isLocation(key)),
  );
}

function isLocation(key: string): boolean {
  return key === HOSTNAME || TOPOLOGY.includes(key);
}
