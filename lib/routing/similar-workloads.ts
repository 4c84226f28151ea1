import type { MeshIndex } from '../istiod/mesh-index';
import { type Workload, workloadsOf } from '../istiod/workloads/workloads';
import { nearest } from '../manifests/nearest';

/** As many names as a message has. */
export const MOST_NAMED = 5;

/**
 * The workloads that may be meant by a name that no workload has, the likeliest first: those with a similar name in the
 * namespace, with this name elsewhere, all of the namespace, and all others.
 *
 * @param namespace undefined for all namespaces
 */
export function similarWorkloads(
  index: MeshIndex,
  namespace: string | undefined,
  name: string,
): readonly (readonly Workload[])[] {
  const workloads = index.view(workloadsOf);
  const own = namespace === undefined ? workloads.all : workloads.in(namespace);
  const meant = nearest(
    name,
    own.map((workload) => workload.name),
  );
  return [
    own.filter((workload) => workload.name === meant),
    workloads.all.filter((workload) => workload.name === name),
    own,
    workloads.all,
  ];
}
