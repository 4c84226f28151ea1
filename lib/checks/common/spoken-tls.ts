import type { MeshPort } from '../../istiod/registry/mesh-service';
import { podPort } from '../../istiod/workloads/pod-ports';
import { containersOf, type Workload } from '../../istiod/workloads/workloads';
import { type Fields, fieldsOf, objectsIn, textOrEmpty } from '../../manifests/fields';

/** What shows whether a program speaks TLS on a port. */
export interface Evidence {
  readonly speaksTls: boolean;
  /** Whether it is about the program, rather than a number that stands for TLS. */
  readonly isSure: boolean;
  /** As the end of a sentence: `the readiness probe uses HTTPS`. */
  readonly because: string;
}

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;
/** 443, 8443 and their like stand for TLS. */
const TLS_NUMBER = /443$/;

/**
 * What the pods of a Service show about a port that leads to them: their probes, the name of the container's port, or its
 * number. Undefined where nothing does; the name of the Service's own port says only what its author thinks.
 */
export function evidenceOfTls({ targetPort }: MeshPort, pods: readonly Workload[]): Evidence | undefined {
  for (const pod of pods) {
    const number = podPort(targetPort, pod);
    const found = number === undefined ? undefined : (ofProbes(pod, number) ?? ofName(pod, number));
    if (found) {
      return found;
    }
  }
  const number = pods[0] ? podPort(targetPort, pods[0]) : targetPort;
  return TLS_NUMBER.test(`${number}`)
    ? { speaksTls: true, isSure: false, because: `its pods listen on port ${number}, which stands for TLS` }
    : undefined;
}

function ofProbes(pod: Workload, number: number): Evidence | undefined {
  for (const container of containersOf(pod)) {
    for (const name of PROBES) {
      const { port, scheme } = fieldsOf(fieldsOf(container[name]).httpGet);
      const isMeant = typeof port === 'number' ? port === number : podPort(textOrEmpty(port), pod) === number;
      if (port !== undefined && isMeant) {
        const word = textOrEmpty(scheme) || 'HTTP';
        return { speaksTls: word === 'HTTPS', isSure: true, because: `the ${name} of its pods uses ${word}` };
      }
    }
  }
  return undefined;
}

function ofName(pod: Workload, number: number): Evidence | undefined {
  const ports = containersOf(pod).flatMap(({ ports: list }): readonly Fields[] => objectsIn(list));
  const name = textOrEmpty(ports.find(({ containerPort }) => containerPort === number)?.name);
  const isTls = /^(https|tls|ssl)\b/.test(name);
  return isTls || /^(http|http2|h2c|grpc)\b/.test(name)
    ? { speaksTls: isTls, isSure: true, because: `its pods name the port "${name}"` }
    : undefined;
}
