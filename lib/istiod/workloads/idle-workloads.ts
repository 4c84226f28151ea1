import { fieldsOf, numberOf, textOrEmpty } from '../../manifests/fields';
import { type Kind, POD, ROLLOUT, SCALERS } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { type Workload, workloadsOf } from './workloads';

/** How many pods a workload asks for. */
function replicasOf({ manifest }: Workload): number {
  const replicas = manifest.kind === POD.kind ? undefined : numberOf(fieldsOf(manifest.spec).replicas);
  return replicas === undefined ? 1 : Math.max(0, replicas);
}

/** How many pods workloads have, at least one where something scales them up; ask by `index.view(podsAskedFor)`. */
export function podsAskedFor(index: MeshIndex): (workload: Workload) => number {
  const idle = index.view(idleWorkloads);
  return (workload) => replicasOf(workload) || (idle.has(workload) ? 0 : 1);
}

/** The workloads with `replicas: 0` that nothing among the manifests scales up; ask for them by `index.view(idleWorkloads)`. */
export function idleWorkloads(index: MeshIndex): ReadonlySet<Workload> {
  const idle = index.view(workloadsOf).all.filter((workload) => replicasOf(workload) === 0);
  const scaled = new Set(
    idle.length === 0 ? [] : [...SCALERS, ROLLOUT].flatMap((kind) => targets(index, kind)),
  );
  return new Set(idle.filter(({ namespace, name }) => !scaled.has(`${namespace}/${name}`)));
}

/** What autoscalers scale, and the Deployments whose pods a Rollout of Argo runs in their place. */
function targets(index: MeshIndex, kind: Kind): string[] {
  return index.all(kind).flatMap(({ namespace, spec }) => {
    const { scaleTargetRef, workloadRef } = fieldsOf(spec);
    return [scaleTargetRef, workloadRef].map((ref) => `${namespace}/${textOrEmpty(fieldsOf(ref).name)}`);
  });
}
