import { memoized } from '../../manifests/collections';
import { fieldEntries, numberOf } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { type ServicePort, servicePorts } from '../registry/kubernetes-service';
import type { MeshService } from '../registry/mesh-service';
import { selectingServices } from '../registry/selecting-services';
import { containersOf, type Workload } from './workloads';

/** A port of a Service. */
interface PortOfService {
  readonly service: Manifest;
  readonly port: ServicePort;
}

/** A port of a Service that leads to the pods of a workload. */
export interface ServiceTarget extends PortOfService {
  /** What the pods listen on for it. */
  readonly targetPort: number;
}

/** The ports of the Services that select a workload, the oldest Service first; ask by `index.view(selectingPorts)`. */
export function selectingPorts(index: MeshIndex): (workload: Workload) => readonly PortOfService[] {
  const selecting = index.view(selectingServices);
  const portsOf = memoized((services: readonly MeshService[]) => services, distinctPorts);
  return (workload) => portsOf(selecting(workload));
}

/** Those of them that lead to a port of the pods; ask by `index.view(serviceTargets)`. (A2, G7) */
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

/** The ports of a workload's pods, as far as manifests tell. */
export interface PodPorts {
  /** By the number of a Service's port, what the pods listen on for it. */
  readonly targets: ReadonlyMap<number, number>;
  /** All that the pods are known to listen on. */
  readonly listening: ReadonlySet<number>;
}

/** The ports of workloads; ask for them by `index.view(podPorts)`. (A2, G7) */
export function podPorts(index: MeshIndex): (workload: Workload) => PodPorts {
  const targetsOf = index.view(serviceTargets);
  return memoized(
    (workload) => workload,
    (workload) => {
      const targets = firstTargets(targetsOf(workload));
      const declared = containerPorts(workload).flatMap(({ containerPort }) => numberOf(containerPort) ?? []);
      return { targets, listening: new Set([...targets.values(), ...declared]) };
    },
  );
}

/** By the number of a Service's port, what the pods listen on for the oldest Service that has it. */
export function firstTargets(targets: readonly ServiceTarget[]): ReadonlyMap<number, number> {
  return new Map([...targets].reverse().map(({ port, targetPort }) => [port.number, targetPort]));
}

/** The number of a port of a workload's pods; undefined where it is a name that none of their containers has. (G7) */
export function podPort(port: number | string, workload: Workload): number | undefined {
  if (typeof port === 'number') {
    return port;
  }
  // Kubernetes takes digits in quotes for a name, which no container can have.
  return numberOf(containerPorts(workload).find(({ name }) => name === port)?.containerPort);
}

/** The ports that the containers of a workload's pods declare. */
export function containerPorts(workload: Workload): readonly Readonly<Record<string, unknown>>[] {
  return containersOf(workload).flatMap(({ ports }) => fieldEntries(ports).map(([, port]) => port));
}

/** The ports of Services, of which equal ones count once, for the oldest Service. */
function distinctPorts(services: readonly MeshService[]): readonly PortOfService[] {
  const ports = new Map<string, PortOfService>();
  for (const { manifest: service } of services) {
    for (const port of servicePorts(service)) {
      const { number, targetPort, protocol } = port;
      const key = `${number} ${targetPort} ${protocol} ${isPortTranslated(service)}`;
      ports.set(key, ports.get(key) ?? { service, port });
    }
  }
  return [...ports.values()];
}

const NO_TRANSLATION = 'experimental.istio.io/disable-gateway-port-translation';

/** Whether Gateways that name a port of the Service mean the port that it leads to. (A2) */
export function isPortTranslated({ labels }: Manifest): boolean {
  return !(NO_TRANSLATION in labels);
}
