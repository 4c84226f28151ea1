import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { additionsTo } from './existing-project';
import { installerOf } from './other-tools';
import type { ProjectFiles } from './own-files';
import { packageName } from './package-name';
import { type PackageSpec, packageSpec } from './package-spec';
import { projectFiles } from './project-files';
import { writeFiles } from './write-files';

/** What was made. */
export interface Made {
  readonly name: string;
  readonly dependency: PackageSpec;
  /** Whether a project of cdk8s was there before. */
  readonly isExtended: boolean;
  /** The files that were written. */
  readonly files: ProjectFiles;
  /** The files that were there, and what was added to them. */
  readonly extended: ReadonlyMap<string, string>;
  /** The files that stay as they are. */
  readonly kept: readonly string[];
  /** What installs the packages of the project. */
  readonly installer: string;
  /** What is left to do by hand. */
  readonly byHand: readonly string[];
}

/**
 * What a folder may have that becomes a project: git, what a forge puts into a new repository, and what says how installers, Node
 * and editors work in it.
 */
const OF_REPOSITORY =
  /^(\.git|\.gitignore|\.gitattributes|\.DS_Store|licen[cs]e(\..*)?|readme(\..*)?|\.npmrc|\.yarnrc(\.yml)?|\.nvmrc|\.node-version|\.tool-versions|\.editorconfig|\.idea|\.vscode)$/i;

/**
 * Makes a project in a folder, or adds what is missing to a project of cdk8s. All files are written, or none.
 *
 * @param given what the project depends on; what this program was installed from if it is not given
 * @throws Error if the folder has something else, or cannot be written
 */
export function init(folder: string, given?: string): Made {
  const entries = entriesOf(folder);
  const isExtended = entries.includes('cdk8s.yaml');
  const foreign = isExtended ? undefined : entries.find((entry) => !OF_REPOSITORY.test(entry));
  if (foreign !== undefined) {
    throw new Error(
      `"${folder}" has "${foreign}" and is not a project of cdk8s, so nothing was written; name a new or empty folder`,
    );
  }
  const name = packageName(basename(existsSync(folder) ? realpathSync(folder) : resolve(folder)));
  const dependency = packageSpec(folder, given);
  const wanted = projectFiles({ name, packageSpec: dependency.spec });
  const { files, extended, kept, byHand } = additionsTo(folder, wanted, dependency.spec);
  writeFiles(folder, files, [...extended.keys()]);
  return { name, dependency, isExtended, files, extended, kept, byHand, installer: installerOf(folder) };
}

/** What is in the folder; nothing if there is none. */
function entriesOf(folder: string): string[] {
  if (folder === '') {
    throw new Error('the name of the folder is empty; name a folder, or "." for this one');
  }
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder).sort() : notFolder(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return [];
    }
    throw code === 'ENOTDIR' ? new Error(`"${dirname(folder)}" is not a folder`) : new Error(message);
  }
}

function notFolder(folder: string): never {
  throw new Error(`"${folder}" is a file, so nothing was written; name a new or empty folder`);
}
