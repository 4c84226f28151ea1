import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml, type YamlContents } from './read-yaml';

/** The name of standard input among paths. */
export const STANDARD_INPUT = '-';

/** A path that nothing can be read from. */
export class UnreadablePath extends Error {}

/**
 * What YAML files hold: each of the paths is a file, a folder with its subfolders, or `-` for standard input.
 *
 * @throws UnreadablePath when there is no such path, or no permission to read it
 */
export function readFiles(paths: readonly string[]): YamlContents {
  const contents = paths.flatMap(filesAt).map((file) => readYaml(textOf(file), file));
  return {
    manifests: contents.flatMap(({ manifests }) => manifests),
    skipped: contents.reduce((sum, { skipped }) => sum + skipped, 0),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

function filesAt(path: string): string[] {
  if (path === STANDARD_INPUT || !attempt(path, () => statSync(path)).isDirectory()) {
    return [path];
  }
  const entries = attempt(path, () => readdirSync(path, { withFileTypes: true, recursive: true }));
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function textOf(file: string): string {
  return attempt(file, () => readFileSync(file === STANDARD_INPUT ? 0 : file, 'utf8'));
}

function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file or folder' : message;
    throw new UnreadablePath(`cannot read "${path}": ${reason}`);
  }
}
