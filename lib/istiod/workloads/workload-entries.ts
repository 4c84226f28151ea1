import { fieldsOf } from '../../manifests/fields';
import { WORKLOAD_ENTRY } from '../../manifests/kinds';
import { texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { Workloads } from './workloads';

/**
 * The WorkloadEntries, as if they were pods; ask for them by `index.view(workloadEntriesOf)`. A label of the object counts
 * before a label of its spec. (G7)
 */
export function workloadEntriesOf(index: MeshIndex): Workloads {
  return new Workloads(
    index.all(WORKLOAD_ENTRY).map((manifest) => {
      const { name, namespace, annotations } = manifest;
      const spec = fieldsOf(manifest.spec);
      const labels = { ...texts(spec.labels), ...manifest.labels };
      return {
        manifest,
        name,
        namespace,
        labels,
        annotations,
        pod: { serviceAccountName: spec.serviceAccount },
      };
    }),
  );
}
