import type { MessageType } from '../../../catalogue/message-type';
import { gatewayPods, gatewaysFor } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../../istiod/gateways/gateways';
import { hasUnrenderedGateways } from '../../../istiod/gateways/unrendered-gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isOfProfile } from '../../../istiod/profile/installed-profile';
import { hasLabels, selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { labelledGateway, shownGateways } from '../../common/gateway-pods';
import type { Rule } from '../../rule';

export const IST9250 = {
  code: 'IST9250',
  name: 'GatewaySelectsOtherGateway',
  level: 'Warning',
  summary:
    "A Gateway selects only the gateway of Istio's profile, which is not among the manifests, and another gateway, which is, has no Gateway.",
  texts: {
    selector: (selector: string, labelled: string) =>
      `"${selector}" does not select any gateway that is shown, only the one of Istio's default profile; ${labelled}, and no Gateway selects it: write its labels, or, if the other gateway is installed, name its file with --context`,
  },
} as const satisfies MessageType;

/** Charts and other installations give their gateways other labels than the default profile. (A1, L3) */
export const unshownGateways: Rule = {
  name: 'unshown-gateways',
  reports: [IST9250],
  *check(index) {
    const idle = idleGateway(index);
    if (!idle || index.view(hasUnrenderedGateways)) {
      return;
    }
    const podsOf = index.view(gatewayPods);
    for (const { manifest: object, selector } of index.view(gatewaysOf)) {
      const pods = podsOf(selector);
      if (hasLabels(selector) && pods.length > 0 && pods.every(({ manifest }) => isOfProfile(manifest))) {
        const text = IST9250.texts.selector(selectorText(selector), labelledGateway(idle));
        yield { type: IST9250, object, field: ['spec', 'selector'], text };
      }
    }
  },
};

/** Gateways for other purposes than requests from outside. */
const OTHER_PURPOSE = /egress|east-?west/;

/** A gateway among the manifests for requests from outside that no Gateway selects. */
function idleGateway(index: MeshIndex): Workload | undefined {
  const gatewaysAt = index.view(gatewaysFor);
  return index
    .view(shownGateways)
    .find((workload) => !OTHER_PURPOSE.test(workload.name) && gatewaysAt(workload).length === 0);
}
