import type { Manifest } from '../../manifests/manifest';
import { readYaml } from '../../manifests/read-yaml';
import type { PageFile } from './page-data';

const read = new WeakMap<PageFile, readonly Manifest[]>();

/** The objects of a file. It is read once, however many meshes it is in. */
export function objectsIn(file: PageFile): readonly Manifest[] {
  const objects = read.get(file) ?? readYaml(file.text, file.name).manifests;
  read.set(file, objects);
  return objects;
}
