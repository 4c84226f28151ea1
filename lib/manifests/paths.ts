import {
  existsSync,
  linkSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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

/**
 * Writes a file with the folders around it, whole or not at all. What is not a file, such as `/dev/stdout`, cannot be replaced, and
 * is written to.
 *
 * @param isNew whether it is an error if something has this name
 * @throws Error that {@link writeReason} puts into words; everything is as it was before
 */
export function writeWhole(file: string, text: string, isNew = false): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const isOther = !(statSync(target, { throwIfNoEntry: false })?.isFile() ?? true);
  if (isOther && !isNew) {
    writeFileSync(target, text);
    return;
  }
  const staged = `${target}.${process.pid}`;
  const made = makeFolder(dirname(file));
  try {
    writeFileSync(staged, text);
    (isNew ? moveToNew : renameSync)(staged, target);
  } catch (error) {
    if (existsSync(staged)) {
      rmSync(staged);
    }
    for (const folder of made) {
      rmdirSync(folder);
    }
    throw error;
  }
}

function moveToNew(staged: string, target: string): void {
  try {
    // Unlike a move, a second name never takes the place of something else.
    linkSync(staged, target);
  } catch (error) {
    if (existsSync(target)) {
      throw error;
    }
    // Some file systems have no second names.
    renameSync(staged, target);
    return;
  }
  rmSync(staged);
}

/** Why something could not be written, in words where they are known. */
export function writeReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing',
  EEXIST: 'something else has this name, or that of its folder',
  EISDIR: 'a folder has this name',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file has the name of a folder',
  EPERM: 'permission is missing',
  EROFS: 'the file system is read-only',
};
