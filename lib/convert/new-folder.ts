import { mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ProjectFiles } from '../init';
import { writeFiles } from '../init/write-files';
import { makeFolder } from '../manifests/paths';

/**
 * Refuses a folder that has something in it.
 *
 * @throws Error that says what it has
 */
export function refuseUsedFolder(folder: string): void {
  if (folder === '') {
    throw new Error('the name of the folder is empty; name a new or empty folder');
  }
  const stat = attempt(folder, () => statSync(folder, { throwIfNoEntry: false }));
  if (stat && !stat.isDirectory()) {
    throw new Error(`"${folder}" is a file, so nothing was written; name a new or empty folder`);
  }
  const [first] = stat ? readdirSync(folder) : [];
  if (first !== undefined) {
    throw new Error(`"${folder}" has "${first}", so nothing was written; name a new or empty folder`);
  }
}

/**
 * Writes a folder with files, whole or not at all: the files are written beside it and then moved there.
 *
 * @throws Error if the files cannot be written
 */
export function writeNewFolder(folder: string, files: ProjectFiles): void {
  const target = resolve(folder);
  const staging = attempt(folder, () => {
    makeFolder(dirname(target));
    return mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  });
  try {
    const whole = join(staging, basename(target));
    writeFiles(whole, files, []);
    attempt(folder, () => {
      if (statSync(target, { throwIfNoEntry: false })) {
        // Only an empty folder can be removed like this.
        rmdirSync(target);
      }
      renameSync(whole, target);
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function attempt<Result>(folder: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw new Error(`cannot write "${folder}", so nothing was written: ${(error as Error).message}`);
  }
}
