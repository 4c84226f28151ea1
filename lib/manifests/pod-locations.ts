import { NODE } from './kinds';
import type { ManifestIndex } from './manifest-index';
import { type Labels, type Workload, Workloads, workloadsOf } from './workloads';

const HOSTNAME = 'kubernetes.io/hostname';
/** What istiod adds to a pod's labels from those of its node. */
const TOPOLOGY: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/** Workloads by the labels that subsets choose from; ask for them by `index.view(locatedPods)`. (G6) */
export function locatedPods(index: ManifestIndex): LocatedPods {
  return new LocatedPods(index);
}

/** Pods with the labels of the places they run in. */
export class LocatedPods {
  private readonly pods: Workloads;
  /** What makes pods: nobody knows yet where these will run. */
  private readonly templates: Workloads;

  constructor(index: ManifestIndex) {
    const { all } = index.view(workloadsOf);
    const isPod = ({ manifest }: Workload) => manifest.kind === 'Pod';
    this.pods = new Workloads(all.filter(isPod).map((pod) => located(index, pod)));
    this.templates = new Workloads(all.filter((workload) => !isPod(workload)));
  }

  /** Whether there are, or may be, pods that carry all of the labels. */
  includesAny(labels: Labels): boolean {
    return this.pods.includesAny(labels) || this.templates.includesAny(withoutLocation(labels));
  }
}

function located(index: ManifestIndex, pod: Workload): Workload {
  const { nodeName } = pod.pod;
  const node = typeof nodeName === 'string' ? index.get(NODE, '', nodeName) : undefined;
  if (!node) {
    return pod;
  }
  const places = TOPOLOGY.flatMap((key) => (node.labels[key] ? [[key, node.labels[key]]] : []));
  return { ...pod, labels: { ...pod.labels, ...Object.fromEntries(places), [HOSTNAME]: node.name } };
}

/** Without the labels that a node may turn out to have. None has an empty one. */
function withoutLocation(labels: Labels): Labels {
  const isLocation = (key: string) => TOPOLOGY.includes(key) || key === HOSTNAME;
  return Object.fromEntries(
    Object.entries(labels).filter(([key, value]) => value === '' || !isLocation(key)),
  );
}
