import type { MeshIndex } from '../../istiod/mesh-index';
import { type MeshService, meshServicesOf } from '../../istiod/registry/mesh-services';
import type { Protocol } from '../../istiod/registry/protocol';
import { podPort } from '../../istiod/workloads/pod-ports';
import { carries, type Workload } from '../../istiod/workloads/workloads';

/** What is spoken on a port of a pod, as the oldest Service says that leads there; undefined if bytes decide. (K2) */
export function inboundProtocol(index: MeshIndex, workload: Workload, port: number): Protocol | undefined {
  const selecting = index.view(selectorsOf);
  const services = Object.entries(workload.labels).flatMap(
    ([key, value]) => selecting.get(labelKey(workload.namespace, key, value)) ?? [],
  );
  const leading = services
    .filter(({ service }) => carries(workload.labels, service.selector ?? {}))
    .sort((a, b) => a.place - b.place)
    .flatMap(({ service }) => service.ports)
    .find(({ targetPort, protocol }) => protocol !== 'UDP' && podPort(targetPort, workload) === port);
  return leading?.protocol;
}

/** Services by one of the labels that they select by, with their place by age. */
function selectorsOf(index: MeshIndex): Map<string, { service: MeshService; place: number }[]> {
  const selectors = new Map<string, { service: MeshService; place: number }[]>();
  for (const [place, service] of index.view(meshServicesOf).all.entries()) {
    const [label] = Object.entries(service.selector ?? {});
    if (label) {
      const key = labelKey(service.namespace, ...label);
      const known = selectors.get(key) ?? [];
      known.push({ service, place });
      selectors.set(key, known);
    }
  }
  return selectors;
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
