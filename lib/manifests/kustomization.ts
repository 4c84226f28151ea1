import { basename, dirname, join, resolve } from 'node:path';
import { isRecord } from './manifest';
import { documentsOf } from './yaml/documents';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The fields of a kustomization that list patches: as paths, as inline YAML, or as maps with a path. */
const PATCHES = ['patches', 'patchesStrategicMerge', 'patchesJson6902'];

/** Where kustomizations of some files may be: among them, in their folders, and in the folders above these. */
export function kustomizationsAround(files: readonly string[]): string[] {
  const folders = new Set(files.flatMap((file) => [dirname(file), dirname(dirname(file))]));
  const around = [...folders].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const among = files.filter((file) => NAMES.includes(basename(file)));
  return [...new Set([...among, ...around])];
}

/** The absolute paths of the files that a kustomization, or a component, lists as patches. */
export function patchFilesOf(kustomization: string, text: string): string[] {
  const paths = [...documentsOf(text)].flatMap((document) => {
    const fields = 'value' in document && isRecord(document.value) ? document.value : {};
    return PATCHES.flatMap((field) => fields[field] ?? []).map((patch) =>
      isRecord(patch) ? patch.path : patch,
    );
  });
  return paths
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(dirname(kustomization), path));
}
