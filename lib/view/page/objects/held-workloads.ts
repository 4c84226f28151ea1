import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { peerAuthenticationsOf, serverTls } from '../../../istiod/policies/peer-authentication';
import { type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import type { ObjectRef } from '../../../manifests/object-ref';
import type { MeshModel } from '../../../routing';
import { appliedAuthorization } from '../../../routing/policies';
import { requestAuthenticationsOf } from '../../../routing/policies/tokens/request-authentications';
import { keyOf } from '../../map/grouped-ref';
import type { MapNode, MeshMap } from '../../map/map-types';

/** A workload that a policy holds for. */
export interface HeldWorkload {
  readonly workload: Workload;
  /** Its nodes on the map: a gateway has one for each of its ports. */
  readonly nodes: readonly MapNode[];
}

/** The workloads whose proxies enforce policies, by the name of the policy. */
export function heldWorkloads(
  { index }: MeshModel,
  map: MeshMap,
): ReadonlyMap<string, readonly HeldWorkload[]> {
  const nodes = groupedBy(
    map.nodes.filter(({ objects }) => objects.length > 0),
    ({ objects: [object] }) => object && keyOf(object),
  );
  const held = new Map<string, HeldWorkload[]>();
  for (const workload of index.view(workloadsOf).all) {
    const own = { workload, nodes: nodes.get(keyOf(workload.manifest)) ?? [] };
    for (const policy of policiesOf(index, workload)) {
      const known = held.get(policy) ?? [];
      known.push(own);
      held.set(policy, known);
    }
  }
  return held;
}

/** The names of the policies that the proxy of a workload enforces. */
function policiesOf(index: MeshIndex, workload: Workload): ReadonlySet<string> {
  if (!isGateway(workload) && !hasSidecar(index, workload)) {
    return new Set();
  }
  const policies = [
    ...Object.values(appliedAuthorization(index, workload)).flat(),
    ...index
      .view(requestAuthenticationsOf)
      .rulesOf(workload)
      .map(({ by }) => by),
    ...(isGateway(workload) ? [] : peerAuthenticationsFor(index, workload)),
  ];
  return new Set(policies.map(keyOf));
}

/** Only sidecars ask it, and of several that select a workload, only the first has an effect. */
function peerAuthenticationsFor(index: MeshIndex, workload: Workload): readonly ObjectRef[] {
  const [own] = index.view(peerAuthenticationsOf).selecting(workload);
  // No port has this number, so this is what holds for all of them.
  const { by } = serverTls(index, workload, 0);
  return [own, by].filter((one) => one !== undefined);
}
