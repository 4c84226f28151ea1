import { chmodSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../manifests/paths';
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
        undo.unshift(() => writeFileSync(file, before));
        writeFileSync(file, text);
      } else {
        // Before the file is made, since it may be made and then not be filled.
        writeFileSync(file, '', { flag: 'wx' });
        undo.unshift(() => rmSync(file, { force: true }));
        writeFileSync(file, text);
        chmodSync(file, isExecutable ? 0o755 : 0o644);
      }
    } catch (error) {
      for (const step of undo) {
        step();
      }
      const { code, message } = error as NodeJS.ErrnoException;
      throw new Error(`cannot write "${file}", so nothing was written: ${REASONS[code ?? ''] ?? message}`);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing',
  ENOENT: 'no folder can be made there',
  EEXIST: 'something else has this name, or that of its folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file has the name of a folder',
  EROFS: 'the file system is read-only',
};
