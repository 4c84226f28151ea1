import { groupedBy, memoized } from '../../manifests/collections';
import { fieldEntries } from '../../manifests/fields';
import { SERVICE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { servicePorts, serviceSelector } from '../registry/services';
import { SelectorIndex, selectorText } from './selectors';
import { containersOf, type Labels, type Workload } from './workloads';

/** The ports of a workload's pods, as far as manifests tell. */
export interface PodPorts {
  /** By the number of a Service's port, what the pods listen on for it. */
  readonly targets: ReadonlyMap<number, number>;
  /** All that the pods are known to listen on. */
  readonly listening: ReadonlySet<number>;
}

/** The ports of workloads; ask for them by `index.view(podPorts)`. (A2, G7) */
export function podPorts(index: MeshIndex): (workload: Workload) => PodPorts {
  const services = index.view(servicePortsBySelector);
  return memoized(
    (workload) => workload,
    (workload) => {
      const targets = targetsOf(services.get(workload.namespace), workload);
      const declared = fieldEntries(containersOf(workload).flatMap(({ ports }) => ports)).flatMap(
        ([, { containerPort }]) => (typeof containerPort === 'number' ? [containerPort] : []),
      );
      return { targets, listening: new Set([...targets.values(), ...declared]) };
    },
  );
}

/** A port that some Services have, of which the oldest counts. */
interface RankedPort {
  readonly selector: Labels;
  readonly number: number;
  readonly targetPort: number | string;
  readonly rank: number;
}

/** By namespace, the ports of Services by what these select; many Services with the same port count as one. */
function servicePortsBySelector(index: MeshIndex): ReadonlyMap<string, SelectorIndex<RankedPort>> {
  const namespaces = groupedBy(oldestFirst<unknown>(index.all(SERVICE)), ({ namespace }) => namespace);
  return new Map(
    [...namespaces].map(([namespace, services]) => {
      const ports = new Map<string, RankedPort>();
      for (const [rank, service] of services.entries()) {
        const selector = serviceSelector(service);
        const text = selector && selectorText(selector);
        for (const { number, targetPort } of selector ? servicePorts(service) : []) {
          const key = `${number} ${text}`;
          ports.set(key, ports.get(key) ?? { selector: selector ?? {}, number, targetPort, rank });
        }
      }
      return [namespace, new SelectorIndex(ports.values(), ({ selector }) => selector)];
    }),
  );
}

function targetsOf(services: SelectorIndex<RankedPort> | undefined, workload: Workload): Map<number, number> {
  const { labels } = workload;
  const wider = [...(services?.wider(labels) ?? [])].flatMap(({ values }) => values);
  const ports = [...(services?.same(labels) ?? []), ...wider].sort((a, b) => a.rank - b.rank);
  const targets = new Map<number, number>();
  for (const { number, targetPort } of ports) {
    const target = podPort(targetPort, workload);
    if (target !== undefined && !targets.has(number)) {
      targets.set(number, target);
    }
  }
  return targets;
}

/** The number of a port of a workload's pods; undefined where it is a name that none of their containers has. */
export function podPort(port: number | string, workload: Workload): number | undefined {
  if (typeof port === 'number') {
    return port;
  }
  const named = fieldEntries(containersOf(workload).flatMap(({ ports }) => ports)).find(
    ([, { name }]) => name === port,
  )?.[1];
  return typeof named?.containerPort === 'number' ? named.containerPort : undefined;
}
