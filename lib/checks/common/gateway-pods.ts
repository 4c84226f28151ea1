import { gatewayPods, isGateway } from '../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../istiod/gateways/gateways';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';

/** Of the pods that each selector of a Gateway selects, one that runs as a gateway; ask by `index.view(exemplaryGateways)`. */
export function exemplaryGateways(index: MeshIndex): ReadonlySet<Workload> {
  const podsOf = index.view(gatewayPods);
  return new Set(index.view(gatewaysOf).flatMap(({ selector }) => podsOf(selector).find(isGateway) ?? []));
}
