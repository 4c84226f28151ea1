import type { MeshIndex } from '../../istiod/mesh-index';
import type { EgressListener } from '../../istiod/sidecar-scope';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { memoized } from '../../manifests/collections';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import { type MeshRouteTable, meshRouteTable } from './mesh-virtual-hosts';

/**
 * The route tables of sidecars; ask for them by `index.view(meshRouteTables)`. Sidecars with the same listener share a
 * table, unless a match tells them apart by the labels of their pods.
 */
export function meshRouteTables(
  index: MeshIndex,
): (listener: EgressListener, port: number, workload: Workload) => MeshRouteTable {
  const keysOf = memoized((virtualService: VirtualService) => virtualService, sourceLabelKeys);
  const tablesOf = memoized(
    (listener: EgressListener) => listener,
    (listener) => {
      const keys = [...new Set(listener.virtualServices.flatMap(keysOf))];
      return memoized(
        (port: number, { labels }: Workload) => [port, ...keys.map((key) => labels[key] ?? '')].join(' '),
        (port, workload) => meshRouteTable(workload, listener, port, index),
      );
    },
  );
  return (listener, port, workload) => tablesOf(listener)(port, workload);
}

/** The keys of the labels that the HTTP matches of a VirtualService ask of their sources. */
function sourceLabelKeys({ http }: VirtualService): readonly string[] {
  return http.flatMap(({ route }) =>
    objectsIn(route.match).flatMap(({ sourceLabels }) => Object.keys(fieldsOf(sourceLabels))),
  );
}
