import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The path of a file from a folder on, with slashes; undefined if the file is not in the folder. */
export function pathWithin(folder: string, file: string): string | undefined {
  const path = relative(folder, resolve(file));
  const isOutside = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return isOutside ? undefined : path.split(sep).join('/');
}
