import { readdirSync, type Stats, statSync } from 'node:fs';

/**
 * Refuses a folder that has something in it.
 *
 * @throws Error that says what it has
 */
export function refuseUsedFolder(folder: string): void {
  if (folder === '') {
    throw new Error('the name of the folder is empty; name a new or empty folder');
  }
  const stat = statOf(folder);
  if (stat && !stat.isDirectory()) {
    throw new Error(`"${folder}" is a file, so nothing was written; name a new or empty folder`);
  }
  const [first] = stat ? readdirSync(folder) : [];
  if (first !== undefined) {
    throw new Error(`"${folder}" has "${first}", so nothing was written; name a new or empty folder`);
  }
}

function statOf(folder: string): Stats | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw new Error(`cannot write "${folder}", so nothing was written: ${(error as Error).message}`);
  }
}
