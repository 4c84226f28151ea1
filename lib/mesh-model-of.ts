import { readFiles } from './manifests/files';
import { type AppLike, MeshModel, type MeshModelOptions } from './routing';

/**
 * The model of a mesh, to trace requests through: of an app, of objects, or of what YAML files hold.
 *
 * @param source an app of cdk8s, objects as plain data, or paths of files and folders
 * @throws UnreadablePath when there is no such path, or no permission to read it
 */
export function meshModelOf(
  source: AppLike | Iterable<object> | readonly string[],
  options: MeshModelOptions = {},
): MeshModel {
  if ('charts' in source) {
    return MeshModel.of(source, options);
  }
  const items = [...source];
  return items.every((item) => typeof item === 'string')
    ? MeshModel.fromManifests(readFiles(items).manifests, options)
    : MeshModel.of(items, options);
}
