import { numberOf, objectsIn } from '../../manifests/fields';
import { containersOf, type Workload } from './workloads';

/** The number of a port of a workload's pods; undefined where it is a name that none of their containers has. (G7) */
export function numberedPort(port: number | string, workload: Workload): number | undefined {
  if (typeof port === 'number') {
    return port;
  }
  const named = containersOf(workload)
    .flatMap(({ ports }) => objectsIn(ports))
    .find(({ name }) => name === port);
  // Kubernetes takes digits in quotes for a name, which no container can have.
  return numberOf(named?.containerPort);
}
