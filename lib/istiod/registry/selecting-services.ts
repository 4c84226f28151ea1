import { groupedBy, lazily, memoized } from '../../manifests/collections';
import type { MeshIndex } from '../mesh-index';
import { SelectorIndex, selectorText } from '../workloads/selectors';
import { carries, type Labels, type Workload } from '../workloads/workloads';
import type { MeshService } from './mesh-service';
import { serviceRegistryOf } from './service-registry';

const NONE: readonly MeshService[] = [];

/**
 * The Services that select the pods of a workload, oldest first; ask by `index.view(selectingServices)`. Workloads that
 * the same Services select share one list, so that callers can remember what they found out about a list.
 */
export function selectingServices(index: MeshIndex): (workload: Workload) => readonly MeshService[] {
  const groupsIn = new Map(
    [...groupedBy(groupsOf(index), ({ namespace }) => namespace)].map(([namespace, groups]) => [
      namespace,
      selectionOf(groups),
    ]),
  );
  const places = lazily(() => new Map(index.view(serviceRegistryOf).all.map((service, i) => [service, i])));
  const place = (service: MeshService) => places().get(service) ?? 0;
  const servicesOf = memoized(
    (groups: readonly Group[]) => groups.map(({ id }) => id).join(),
    (groups) => groups.flatMap(({ services }) => services).sort((a, b) => place(a) - place(b)),
  );
  return ({ namespace, labels }) => {
    const [first, ...others] = groupsIn.get(namespace)?.(labels) ?? [];
    return first && others.length > 0 ? servicesOf([first, ...others]) : (first?.services ?? NONE);
  };
}

/** As many as most namespaces have. To compare each with a pod takes less time than to index them. */
const FEW_GROUPS = 4;

/** Finds the groups of a namespace that select a pod with these labels. */
function selectionOf(groups: readonly Group[]): (labels: Labels) => readonly Group[] {
  if (groups.length <= FEW_GROUPS) {
    return (labels) => groups.filter(({ selector }) => carries(labels, selector));
  }
  const index = new SelectorIndex(groups, ({ selector }) => selector);
  return (labels) => index.selecting(labels);
}

/** The Services of one namespace that select the same pods. */
interface Group {
  readonly id: number;
  readonly namespace: string;
  readonly selector: Labels;
  readonly services: readonly MeshService[];
}

function groupsOf(index: MeshIndex): Group[] {
  const selecting = index
    .view(serviceRegistryOf)
    .all.flatMap((service) => (service.selector ? [{ service, selector: service.selector }] : []));
  const groups = groupedBy(
    selecting,
    ({ service: { namespace }, selector }) => `${namespace} ${selectorText(selector)}`,
  );
  return [...groups.values()].map((group, id) => ({
    id,
    namespace: group[0].service.namespace,
    selector: group[0].selector,
    services: group.map(({ service }) => service),
  }));
}
