import { basename, dirname, resolve } from 'node:path';
import { isRecord } from './manifest';
import { documentsOf } from './yaml-documents';

const KUSTOMIZATION_FILE = /^(kustomization\.ya?ml|Kustomization)$/;

/** The fields of a kustomization that list patches: as paths, as inline YAML, or as maps with a path. */
const PATCHES = ['patches', 'patchesStrategicMerge', 'patchesJson6902'];

export function isKustomization(file: string): boolean {
  return KUSTOMIZATION_FILE.test(basename(file));
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
