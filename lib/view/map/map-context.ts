import type { MeshIndex } from '../../istiod/mesh-index';
import { workloadEntriesOf } from '../../istiod/workloads/workload-entries';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { lazily } from '../../manifests/collections';
import type { MeshModel, ObjectRef } from '../../routing';
import { nameOf } from '../../routing/words/describe-parts';
import { MapBuilder } from './map-builder';

/** What the parts of a map are made of. */
export class MapContext {
  readonly builder = new MapBuilder();
  readonly index: MeshIndex;

  private readonly workloads = lazily(
    () =>
      new Map(
        [...this.index.view(workloadsOf).all, ...this.index.view(workloadEntriesOf).all].map((workload) => [
          nameOf(workload.manifest),
          workload,
        ]),
      ),
  );

  constructor(readonly model: MeshModel) {
    this.index = model.index;
  }

  /** The workload that an endpoint belongs to. */
  workload(ref: ObjectRef): Workload | undefined {
    return this.workloads().get(nameOf(ref));
  }
}
