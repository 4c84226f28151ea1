import { chmodSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, writeReason, writeWhole } from '../manifests/paths';
import type { ProjectFiles } from './own-files';

/**
 * Writes files into a folder, all or none. Files that exist are replaced.
 *
 * @param replaced the paths of files that exist
 * @throws Error if a file cannot be written; everything is as it was before
 */
export function writeFiles(folder: string, files: ProjectFiles, replaced: readonly string[]): void {
  const undo: (() => void)[] = [];
  for (const [path, { text, isExecutable }] of files) {
    const file = join(folder, path);
    try {
      const made = makeFolder(dirname(file));
      undo.unshift(...made.map((path) => () => rmdirSync(path)));
      if (replaced.includes(path)) {
        const before = readFileSync(file);
        writeWhole(file, text);
        undo.unshift(() => writeFileSync(file, before));
      } else {
        writeWhole(file, text, true);
        undo.unshift(() => rmSync(file, { force: true }));
        chmodSync(file, isExecutable ? 0o755 : 0o644);
      }
    } catch (error) {
      for (const step of undo) {
        step();
      }
      throw new Error(`cannot write "${file}", so nothing was written: ${writeReason(error)}`);
    }
  }
}
