import { groupedBy } from '../manifests/collections';
import { isGateway } from './gateways/gateway-workloads';
import { hasSidecar } from './injection/injection';
import type { MeshIndex } from './mesh-index';
import { selectorText } from './workloads/selectors';
import { type Workload, workloadsOf } from './workloads/workloads';

/**
 * The workloads with a sidecar that may call others, by namespace; ask for them by `index.view(sidecarClients)`. Of pods
 * with the same labels, which are the same to istiod, one stands for all.
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
