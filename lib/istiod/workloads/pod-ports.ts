import { memoized } from '../../manifests/collections';
import { fieldEntries, numberOf, textOf } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { selectingServices } from '../registry/selecting-services';
import { containersOf, type Workload } from './workloads';

/** A port of a Service that selects a workload. */
interface SelectingPort {
  readonly service: MeshService;
  readonly port: MeshPort;
}

/** A port of a Service that leads to the pods of a workload. */
export interface ServiceTarget extends SelectingPort {
  /** The port that the pods listen on for it. */
  readonly targetPort: number;
}

/** The ports of a workload's pods, as far as the manifests name them. */
export interface PodPorts {
  /** By the number of a Service's port, what the pods listen on for it. */
  readonly targets: ReadonlyMap<number, number>;
  /** All ports that the pods are known to listen on. */
  readonly listening: ReadonlySet<number>;
}

const NO_TRANSLATION = 'experimental.istio.io/disable-gateway-port-translation';

/**
 * The ports of the Services that select a workload, oldest Service first; ask by `index.view(selectingPorts)`. If several
 * Services have the same port, the port of the oldest one stands for all.
 */
export function selectingPorts(index: MeshIndex): (workload: Workload) => readonly SelectingPort[] {
  const servicesOf = index.view(selectingServices);
  const portsOf = memoized((services: readonly MeshService[]) => services, distinctPorts);
  return (workload) => portsOf(servicesOf(workload));
}

function distinctPorts(services: readonly MeshService[]): readonly SelectingPort[] {
  const ports = new Map<string, SelectingPort>();
  for (const service of services) {
    for (const port of service.ports) {
      const { number, targetPort, protocol } = port;
      const key = `${number} ${targetPort} ${protocol} ${isPortTranslated(service)}`;
      ports.set(key, ports.get(key) ?? { service, port });
    }
  }
  return [...ports.values()];
}

/** The ports among them that lead to a port of the pods; ask by `index.view(serviceTargets)`. (A2, G7) */
export function serviceTargets(index: MeshIndex): (workload: Workload) => readonly ServiceTarget[] {
  const portsOf = index.view(selectingPorts);
  return memoized(
    (workload) => workload,
    (workload) =>
      portsOf(workload).flatMap(({ service, port }) => {
        const targetPort = podPort(port.targetPort, workload);
        return targetPort === undefined ? [] : [{ service, port, targetPort }];
      }),
  );
}

/** The ports of workloads; ask for them by `index.view(podPorts)`. (A2, G7) */
export function podPorts(index: MeshIndex): (workload: Workload) => PodPorts {
  const targetsOf = index.view(serviceTargets);
  return memoized(
    (workload) => workload,
    (workload) => {
      const targets = firstTargets(targetsOf(workload));
      return { targets, listening: new Set([...targets.values(), ...declaredPorts(workload)]) };
    },
  );
}

/** By the number of a Service's port, what the pods listen on for the oldest Service that has it. */
export function firstTargets(targets: readonly ServiceTarget[]): ReadonlyMap<number, number> {
  // Of several entries for one number a map keeps the last.
  return new Map([...targets].reverse().map(({ port, targetPort }) => [port.number, targetPort]));
}

/** The number of a port of a workload's pods; undefined where no container has a port of that name. (G7) */
export function podPort(port: number | string, workload: Workload): number | undefined {
  if (typeof port === 'number') {
    return port;
  }
  // Kubernetes takes digits in quotes for a name, which no container can have.
  return numberOf(containerPorts(workload).find(({ name }) => name === port)?.containerPort);
}

/** The names that the containers of a workload's pods give to a port. */
export function portNames(port: number, workload: Workload): readonly string[] {
  return containerPorts(workload).flatMap(({ containerPort, name }) =>
    containerPort === port ? (textOf(name) ?? []) : [],
  );
}

/** The numbers of the ports that the containers of a workload's pods declare. */
export function declaredPorts(workload: Workload): readonly number[] {
  return containerPorts(workload).flatMap(({ containerPort }) => numberOf(containerPort) ?? []);
}

/** The ports that the containers of a workload's pods declare. */
function containerPorts(workload: Workload): readonly Readonly<Record<string, unknown>>[] {
  return containersOf(workload).flatMap(({ ports }) => fieldEntries(ports).map(([, port]) => port));
}

/** Whether Gateways that name a port of the Service mean the port that it leads to. (A2) */
export function isPortTranslated({ manifest: { labels } }: { readonly manifest: Manifest }): boolean {
  return !(NO_TRANSLATION in labels);
}
