import type { MeshIndex } from '../mesh-index';
import type { Workload } from './workloads';

/** Whether the pods of a workload run istiod, which is not an application of the mesh. */
export function isControlPlane({ mesh }: MeshIndex, { namespace, name }: Workload): boolean {
  return namespace === mesh.rootNamespace && name.startsWith('istiod');
}
