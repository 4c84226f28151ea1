import { extensionFor, type PatchContext } from '../../istiod/extensions';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../istiod/injection/injection';
import { isAmbient } from '../../istiod/injection/mesh-membership';
import type { MeshIndex } from '../../istiod/mesh-index';
import { peerAuthenticationsOf } from '../../istiod/policies/peer-authentication';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ObjectRef } from '../../manifests/object-ref';
import { admitsNothing, appliedAuthorization, hasPolicies } from '../../routing/policies';
import { requestAuthenticationsOf } from '../../routing/policies/tokens/request-authentications';
import { addDetail, addObject, type OpenNode } from './map-builder';
import { nameText } from './node-ids';

/** Says at a node which policies its proxy enforces, and whether an extension may change anything there. */
export function markWorkload(index: MeshIndex, node: OpenNode, workload: Workload): void {
  const isProxied = isGateway(workload) || hasSidecar(index, workload);
  const context: PatchContext = isGateway(workload) ? 'GATEWAY' : 'SIDECAR_INBOUND';
  if (!isProxied) {
    node.marks.policy = 'open';
    if (isAmbient(index, workload)) {
      node.marks.unmodelled = 'its pods are in ambient mode, which is not modelled';
    } else {
      const ignored = hasPolicies(index, workload) ? ', so its policies are not enforced' : '';
      addDetail(node, `no sidecar${ignored}`);
    }
    return;
  }
  node.marks.policy = admitsNothing(index, workload)
    ? 'denied'
    : hasPolicies(index, workload)
      ? 'guarded'
      : 'open';
  addPolicies(index, node, workload);
  const extension = extensionFor(index, workload, context);
  if (extension) {
    node.marks.unmodelled = effectOf(extension);
    addObject(node, extension);
  }
}

/** What is to be said of an extension. */
export function effectOf({ kind, ...ref }: ObjectRef): string {
  return `what ${kind} ${nameText(ref)} does to requests is not modelled`;
}

function addPolicies(index: MeshIndex, node: OpenNode, workload: Workload): void {
  const { custom, deny, allow, audit, dryRun } = appliedAuthorization(index, workload);
  for (const [what, policies] of [
    ['external authorization', custom],
    ['denies', deny],
    ['allows', allow],
    ['audits', audit],
    ['dry run', dryRun],
  ] as const) {
    for (const { kind, namespace, name } of policies) {
      addDetail(node, `${what}: AuthorizationPolicy ${nameText({ namespace, name })}`);
      addObject(node, { kind, namespace, name });
    }
  }
  for (const { by } of index.view(requestAuthenticationsOf).rulesOf(workload)) {
    addDetail(node, `tokens: RequestAuthentication ${nameText(by)}`);
    addObject(node, by);
  }
  const [peers] = index.view(peerAuthenticationsOf).selecting(workload);
  if (peers) {
    addObject(node, { kind: peers.kind, namespace: peers.namespace, name: peers.name });
  }
}
