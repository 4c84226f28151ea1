import { IST0101, IST0162 } from '../../../catalogue/istio-traffic-codes';
import { firstFew } from '../../../catalogue/words';
import { gatewayPods } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../../istiod/gateways/gateways';
import { hasUnrenderedGateways } from '../../../istiod/gateways/unrendered-gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import type { MeshPort } from '../../../istiod/registry/mesh-service';
import { podPort, selectingPorts } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Labels, Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { gatewayWorkloads, labelledGateway, shownGateways } from '../../common/gateway-pods';
import type { Rule } from '../../rule';

/** A Gateway needs pods, and a Service that leads to its ports on these pods. (A1, A2) */
export const gatewayPorts: Rule = {
  name: 'gateway-ports',
  reports: [IST0101, IST0162],
  *check(index) {
    const podsOf = index.view(gatewayPods);
    const portsOf = reachablePorts(index);
    for (const { manifest: object, selector, servers } of index.view(gatewaysOf)) {
      if (podsOf(selector).length === 0) {
        if (!index.view(hasUnrenderedGateways)) {
          yield { type: IST0101, object, field: ['spec', 'selector'], text: withoutPods(index, selector) };
        }
        continue;
      }
      const known = portsOf(selector);
      for (const { port, field } of servers) {
        if (!known.has(port)) {
          const text = IST0162.texts.port(port, selectorText(selector), firstFew(known));
          yield { type: IST0162, object, field: [...field, 'port', 'number'], text };
        }
      }
    }
  },
};

/** A gateway or two are enough to see what its labels should be. */
const MOST_GATEWAYS = 2;

function withoutPods(index: MeshIndex, selector: Labels): string {
  const shown = index.view(shownGateways);
  const gateways = [
    ...shown,
    ...index.view(gatewayWorkloads).filter((workload) => !shown.includes(workload)),
  ];
  const labelled = gateways.slice(0, MOST_GATEWAYS).map(labelledGateway);
  return IST0101.texts.selector(selectorText(selector), labelled, shown.length > 0);
}

/** The ports by which Services lead to the pods of a selector: those of the Services, and those of the pods. */
function reachablePorts(index: MeshIndex): (selector: Labels) => ReadonlySet<number> {
  const podsOf = index.view(gatewayPods);
  const portsOf = index.view(selectingPorts);
  const reachable = (pod: Workload) => portsOf(pod).flatMap(({ port }) => numbersOf(port, pod));
  return memoized(selectorText, (selector) => new Set(podsOf(selector).flatMap(reachable)));
}

function numbersOf({ number, targetPort, protocol }: MeshPort, pod: Workload): number[] {
  if (protocol === 'UDP') {
    return [];
  }
  // Istio takes digits in quotes for a number here, though Kubernetes takes them for a name.
  const digits = Number(targetPort);
  const target = Number.isInteger(digits) && digits > 0 ? digits : podPort(targetPort, pod);
  return target === undefined ? [number] : [number, target];
}
