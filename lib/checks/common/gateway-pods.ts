import { objectName } from '../../catalogue/words';
import { gatewayPods, isGateway } from '../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../istiod/gateways/gateways';
import type { MeshIndex } from '../../istiod/mesh-index';
import { isOfProfile } from '../../istiod/profile/installed-profile';
import { selectorText } from '../../istiod/workloads/selectors';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';

/** Of the pods that each selector of a Gateway selects, one that runs as a gateway; ask by `index.view(exemplaryGateways)`. */
export function exemplaryGateways(index: MeshIndex): ReadonlySet<Workload> {
  const podsOf = index.view(gatewayPods);
  return new Set(index.view(gatewaysOf).flatMap(({ selector }) => podsOf(selector).find(isGateway) ?? []));
}

/** The workloads that run as gateways; ask for them by `index.view(gatewayWorkloads)`. */
export function gatewayWorkloads(index: MeshIndex): readonly Workload[] {
  return index.view(workloadsOf).all.filter(isGateway);
}

/** Those of them that are among the manifests; ask for them by `index.view(shownGateways)`. */
export function shownGateways(index: MeshIndex): readonly Workload[] {
  return index.view(gatewayWorkloads).filter(({ manifest }) => !isOfProfile(manifest));
}

/** The labels by which Gateways usually select pods. */
const USUAL_LABELS = ['app', 'istio'];

/** A gateway with the labels by which Gateways select it: `Deployment "edge/edge" has "app=edge,istio=edge"`. */
export function labelledGateway({ manifest, labels }: Workload): string {
  const usual = USUAL_LABELS.filter((key) => labels[key] !== undefined);
  const keys = usual.length > 0 ? usual : Object.keys(labels);
  const shown = Object.fromEntries(keys.map((key) => [key, labels[key] ?? '']));
  return `${objectName(manifest)} has "${selectorText(shown)}"`;
}
