import { IST0101, IST0162 } from '../../../catalogue/istio-traffic-codes';
import { firstFew } from '../../../catalogue/words';
import { gatewayPods, gatewaysOf } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type ServicePort, servicePorts, serviceSelector } from '../../../istiod/registry/services';
import { selectorText } from '../../../istiod/workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A Gateway needs pods, and a Service that leads to its ports on them. (A1, A2) */
export const gatewayPorts: Rule = {
  name: 'gateway-ports',
  reports: [IST0101, IST0162],
  *check(index) {
    const gateways = index.view(gatewaysOf);
    if (gateways.length === 0) {
      return;
    }
    const podsOf = index.view(gatewayPods);
    const portsOf = index.view(reachablePorts);
    for (const { manifest: object, selector, servers } of gateways) {
      if (podsOf(selector).length === 0) {
        const text = IST0101.texts.selector(selectorText(selector));
        yield { type: IST0101, object, field: ['spec', 'selector'], text };
        continue;
      }
      const known = portsOf(selector);
      for (const { port, field } of servers) {
        if (port !== undefined && !known.has(port)) {
          const text = IST0162.texts.port(port, selectorText(selector), firstFew(known));
          yield { type: IST0162, object, field: [...field, 'port', 'number'], text };
        }
      }
    }
  },
};

/** The ports by which Services lead to the pods of a selector, be they those of the Services or of the pods. */
function reachablePorts(index: MeshIndex): (selector: Labels) => ReadonlySet<number> {
  const podsOf = index.view(gatewayPods);
  const ports = portsByWorkload(index);
  return memoized(
    selectorText,
    (selector) => new Set(podsOf(selector).flatMap((workload) => [...(ports.get(workload) ?? [])])),
  );
}

function portsByWorkload(index: MeshIndex): ReadonlyMap<Workload, ReadonlySet<number>> {
  const workloads = index.view(workloadsOf);
  const ports = new Map<Workload, Set<number>>();
  for (const { selector, namespace, numbers } of selections(index)) {
    for (const workload of workloads.selectedBy(selector, namespace)) {
      const known = ports.get(workload) ?? new Set();
      ports.set(workload, known);
      for (const number of numbers) {
        known.add(number);
      }
    }
  }
  return ports;
}

interface Selection {
  readonly selector: Labels;
  readonly namespace: string;
  readonly numbers: ReadonlySet<number>;
}

/** The TCP ports of Services, those that select the same pods together. */
function selections(index: MeshIndex): Selection[] {
  const services = index.all(SERVICE).flatMap((service) => {
    const selector = serviceSelector(service);
    return selector ? [{ service, selector, namespace: service.namespace }] : [];
  });
  const groups = groupedBy(services, ({ selector, namespace }) => `${namespace} ${selectorText(selector)}`);
  return [...groups.values()].map((group) => ({
    selector: group[0].selector,
    namespace: group[0].namespace,
    numbers: new Set(group.flatMap(({ service }) => servicePorts(service).flatMap(numbersOf))),
  }));
}

function numbersOf({ number, targetPort, protocol }: ServicePort): number[] {
  const target = Number(targetPort);
  return protocol === 'TCP' ? [number, ...(Number.isInteger(target) && target > 0 ? [target] : [])] : [];
}
