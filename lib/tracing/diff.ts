import { diff as diffOfModels, type MeshDiff } from '../diff';
import type { MeshModel } from '../routing';
import { type ModelSource, modelOf } from './mesh-model';

/**
 * The requests that change their fate from one mesh to another: what their client gets, where they go, and what the
 * destination gets. The requests are compared class by class, so that no request outside the reported classes changes,
 * except for those that are reported as undecided or not modelled.
 *
 * ```ts
 * const { differences } = diff('dist', app);
 * ```
 *
 * @param old a model, or what a model is made of; `MeshModel.of` takes the options of a model
 * @param next the same for the other mesh
 * @throws Error if a path cannot be read, has no YAML files, or has a file that is not YAML
 */
export function diff(old: MeshModel | ModelSource, next: MeshModel | ModelSource): MeshDiff {
  return diffOfModels(modelOf(old), modelOf(next));
}
