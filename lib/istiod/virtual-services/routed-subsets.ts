import type { MeshIndex } from '../mesh-index';
import { serviceRegistryOf } from '../registry/service-registry';
import { destinationsOf } from './route-destinations';

/** By host, the subsets that routes name; hosts to which no route leads are not there. */
export function routedSubsets(index: MeshIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const registry = index.view(serviceRegistryOf);
  const found = new Map<string, Set<string>>();
  for (const { fullHost, subset } of index.view(destinationsOf)) {
    for (const { host } of registry.behind(fullHost)) {
      found.set(host, (found.get(host) ?? new Set<string>()).add(subset));
    }
  }
  return found;
}
