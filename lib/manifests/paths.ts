import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** The path of a file from a folder on, with slashes; undefined if the file is not in the folder. */
export function pathWithin(folder: string, file: string): string | undefined {
  const path = relative(folder, resolve(file));
  const isOutside = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return isOutside ? undefined : path.split(sep).join('/');
}

/**
 * Makes a folder with its parents, all or none. Node's own `recursive` never ends in a file system that makes no folders, such as
 * `/proc`.
 *
 * @returns the folders that were made, each before its parents
 * @throws Error if one of them cannot be made
 */
export function makeFolder(folder: string): string[] {
  const path = resolve(folder);
  if (isFolder(path)) {
    return [];
  }
  const parents = makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program may have made it in the meantime.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && isFolder(path)) {
      return parents;
    }
    for (const parent of parents) {
      rmdirSync(parent);
    }
    throw error;
  }
  return [path, ...parents];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
