import { SERVICE } from './kinds';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';
import { serviceSelector } from './services';
import { workloadsOf } from './workloads';

/**
 * The Services that select the pods of a workload, by its manifest; ask by `index.view(selectingServices)`. Workloads
 * that the same Services select share one list, so that what is found out about a list can be kept with it.
 */
export function selectingServices(index: ManifestIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const workloads = index.view(workloadsOf);
  const groupsByWorkload = new Map<Manifest, Group[]>();
  for (const group of groupsOf(index)) {
    for (const { manifest } of workloads.selectedBy(group.selector, group.namespace)) {
      const known = groupsByWorkload.get(manifest);
      if (known) {
        known.push(group);
      } else {
        groupsByWorkload.set(manifest, [group]);
      }
    }
  }
  const lists = new Map<string, readonly Manifest[]>();
  return new Map(
    [...groupsByWorkload].map(([manifest, groups]) => {
      const key = groups.map(({ id }) => id).join();
      const services = lists.get(key) ?? groups.flatMap((group) => group.services);
      lists.set(key, services);
      return [manifest, services];
    }),
  );
}

/** Services of one namespace that select the same pods. */
interface Group {
  readonly id: number;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly services: Manifest[];
}

function groupsOf(index: ManifestIndex): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const service of index.all(SERVICE)) {
    const selector = serviceSelector(service);
    if (!selector) {
      continue;
    }
    const key = JSON.stringify([service.namespace, Object.entries(selector).sort()]);
    const known = groups.get(key);
    if (known) {
      known.services.push(service);
    } else {
      groups.set(key, { id: groups.size, namespace: service.namespace, selector, services: [service] });
    }
  }
  return groups.values();
}
