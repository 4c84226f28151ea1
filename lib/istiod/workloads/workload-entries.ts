import { type Fields, fieldsOf } from '../../manifests/fields';
import { WORKLOAD_ENTRY, WORKLOAD_GROUP } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { type Labels, type Workload, Workloads } from './workloads';

/**
 * The WorkloadEntries, as if they were pods; ask for them by `index.view(workloadEntriesOf)`. A label of the object counts
 * before a label of its spec. (G7)
 */
export function workloadEntriesOf(index: MeshIndex): Workloads {
  return new Workloads(
    index.all(WORKLOAD_ENTRY).map((manifest) => {
      const spec = fieldsOf(manifest.spec);
      return machineOf(manifest, { ...texts(spec.labels), ...manifest.labels }, spec);
    }),
  );
}

/**
 * The machines that WorkloadGroups describe, which register themselves, as if they were pods; ask for them by
 * `index.view(workloadGroupsOf)`.
 */
export function workloadGroupsOf(index: MeshIndex): Workloads {
  return new Workloads(
    index.all(WORKLOAD_GROUP).map((manifest) => {
      const { metadata, template } = fieldsOf(manifest.spec);
      const ofMachine = fieldsOf(template);
      return machineOf(
        manifest,
        { ...texts(fieldsOf(metadata).labels), ...texts(ofMachine.labels) },
        ofMachine,
      );
    }),
  );
}

/** A machine, as if it were a pod: policies apply to it as they do to a pod. */
export function machineOf(manifest: Manifest, labels: Labels, { serviceAccount }: Fields): Workload {
  const { name, namespace, annotations } = manifest;
  return { manifest, name, namespace, labels, annotations, pod: { serviceAccountName: serviceAccount } };
}
