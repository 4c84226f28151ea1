import { chmodSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
      makeFolder(dirname(file), undo);
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
  EEXIST: 'something else has this name, or that of its folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file has the name of a folder',
  EROFS: 'the file system is read-only',
};

/** Makes a folder with its parents. */
function makeFolder(folder: string, undo: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) {
    return;
  }
  for (let made = resolve(folder), steps: (() => void)[] = []; ; made = dirname(made)) {
    const own = made;
    steps = [...steps, () => rmdirSync(own)];
    if (made === resolve(first)) {
      undo.unshift(...steps);
      return;
    }
  }
}
