import { groupedBy } from '../../manifests/collections';
import { SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { workloadsOf } from '../workloads/workloads';
import { serviceSelector } from './services';

/**
 * The Services that select the pods of a workload, by its manifest; ask by `index.view(selectingServices)`. Workloads
 * that the same Services select share one list, so that what is found out about a list can be kept with it.
 */
export function selectingServices(index: MeshIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const workloads = index.view(workloadsOf);
  const matches = groupsOf(index).flatMap((group, id) =>
    workloads.selectedBy(group.selector, group.namespace).map(({ manifest }) => ({ manifest, group, id })),
  );
  const lists = new Map<string, readonly Manifest[]>();
  return new Map(
    [...groupedBy(matches, ({ manifest }) => manifest)].map(([manifest, own]) => {
      const key = own.map(({ id }) => id).join();
      const services = lists.get(key) ?? own.flatMap(({ group }) => group.services);
      lists.set(key, services);
      return [manifest, services];
    }),
  );
}

/** Services of one namespace that select the same pods. */
interface Group {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly services: readonly Manifest[];
}

function groupsOf(index: MeshIndex): Group[] {
  const selecting = index.all(SERVICE).flatMap((service) => {
    const selector = serviceSelector(service);
    return selector ? [{ namespace: service.namespace, selector, service }] : [];
  });
  const groups = groupedBy(selecting, ({ namespace, selector }) =>
    JSON.stringify([namespace, Object.entries(selector).sort()]),
  );
  return [...groups.values()].map((group) => ({
    namespace: group[0].namespace,
    selector: group[0].selector,
    services: group.map(({ service }) => service),
  }));
}
