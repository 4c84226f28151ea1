import { groupedBy } from '../manifests/collections';
import { isGateway } from './gateways/gateway-workloads';
import { hasSidecar } from './injection/injection';
import type { MeshIndex } from './mesh-index';
import { selectorText } from './workloads/selectors';
import { type Workload, workloadsOf } from './workloads/workloads';

/**
 * The workloads with a sidecar, by namespace, of which each may call the others; ask for them by
 * `index.view(sidecarClients)`. Workloads with the same labels are the same to istiod, so the list has only one of them.
 */
export function sidecarClients(index: MeshIndex): ReadonlyMap<string, readonly Workload[]> {
  const clients = index
    .view(workloadsOf)
    .all.filter((workload) => hasSidecar(index, workload) && !isGateway(workload));
  const byNamespace = groupedBy(clients, ({ namespace }) => namespace);
  return new Map(
    [...byNamespace].map(([namespace, workloads]) => {
      const distinct = groupedBy(workloads, ({ labels }) => selectorText(labels));
      return [namespace, [...distinct.values()].map(([workload]) => workload)];
    }),
  );
}
