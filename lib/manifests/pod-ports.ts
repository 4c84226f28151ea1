import { groupedBy, memoized } from './collections';
import { mapsIn } from './fields';
import { SERVICE } from './kinds';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';
import { oldestFirst } from './oldest-first';
import { SelectorIndex } from './selectors';
import { servicePorts, serviceSelector } from './services';
import { containersOf, type Workload } from './workloads';

/** The ports of a workload's pods, as far as manifests tell. */
export interface PodPorts {
  /** By the number of a Service's port, what the pods listen on for it. */
  readonly targets: ReadonlyMap<number, number>;
  /** All that the pods are known to listen on. */
  readonly listening: ReadonlySet<number>;
}

/** The ports of workloads; ask for them by `index.view(podPorts)`. (A2, G7) */
export function podPorts(index: ManifestIndex): (workload: Workload) => PodPorts {
  const services = new Map(
    [...groupedBy(index.all(SERVICE) as readonly Manifest[], ({ namespace }) => namespace)].map(
      ([namespace, group]) => [
        namespace,
        new SelectorIndex<Manifest>(
          group.filter((service) => serviceSelector(service)),
          (service) => serviceSelector(service) ?? {},
        ),
      ],
    ),
  );
  return memoized(
    (workload) => workload,
    (workload) => {
      const here = services.get(workload.namespace);
      const selecting = here
        ? [...here.same(workload.labels), ...[...here.wider(workload.labels)].flatMap(({ values }) => values)]
        : [];
      const targets = new Map<number, number>();
      for (const { number, targetPort } of oldestFirst(selecting).flatMap(servicePorts)) {
        const target = podPort(targetPort, workload);
        if (target !== undefined && !targets.has(number)) {
          targets.set(number, target);
        }
      }
      const declared = mapsIn(containersOf(workload).flatMap(({ ports }) => ports)).flatMap(
        ([, { containerPort }]) => (typeof containerPort === 'number' ? [containerPort] : []),
      );
      return { targets, listening: new Set([...targets.values(), ...declared]) };
    },
  );
}

/** The number of a port of a workload's pods; undefined where it is a name that none of their containers has. */
export function podPort(port: number | string, workload: Workload): number | undefined {
  if (typeof port === 'number') {
    return port;
  }
  const named = mapsIn(containersOf(workload).flatMap(({ ports }) => ports)).find(
    ([, { name }]) => name === port,
  )?.[1];
  return typeof named?.containerPort === 'number' ? named.containerPort : undefined;
}
