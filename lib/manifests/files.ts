import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Manifest } from './manifest';
import { readYaml, type YamlContents, type YamlProblem } from './read-yaml';

/** The name of standard input among paths. */
export const STANDARD_INPUT = '-';

/**
 * What YAML files hold: each of the paths is a file, a folder with its subfolders, or `-` for standard input. They come in
 * the order in which `kubectl apply` reads the same paths: a folder in the order of names, subfolders among the files.
 *
 * @throws Error when there is no such path, or no permission to read it
 */
export function readFiles(paths: readonly string[]): YamlContents & { readonly files: number } {
  const files = new Map<string, string>();
  for (const file of paths.flatMap(filesAt)) {
    // A file that is named twice counts where it is named last.
    files.delete(resolve(file));
    files.set(resolve(file), file);
  }
  const contents = [...files.values()].map((file) => readYaml(textOfFile(file), file));
  return {
    files: contents.length,
    manifests: contents.flatMap(({ manifests }) => manifests),
    skipped: contents.reduce((sum, { skipped }) => sum + skipped, 0),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

/**
 * The manifests that YAML files hold.
 *
 * @throws Error when a path cannot be read, or there are no YAML files, or one is no YAML
 */
export function readManifests(paths: readonly string[]): readonly Manifest[] {
  const { files, manifests, problems } = readFiles(paths);
  if (files === 0) {
    throw new Error(noFilesIn(paths));
  }
  if (problems.length > 0) {
    throw new Error(problems.map(describeProblem).join('\n'));
  }
  return manifests;
}

export function noFilesIn(paths: readonly string[]): string {
  return `no YAML files in ${paths.map((path) => `"${path}"`).join(', ')}`;
}

/** `file:line:column: is no YAML: reason`. */
export function describeProblem({ file, line, column, message }: YamlProblem): string {
  return `${file}:${line}:${column}: is no YAML: ${message}`;
}

function filesAt(path: string): string[] {
  if (path === STANDARD_INPUT || !attempt(path, () => statSync(path)).isDirectory()) {
    return [path];
  }
  const entries = attempt(path, () => readdirSync(path, { withFileTypes: true }));
  return entries
    .map((entry) => ({ entry, at: join(path, entry.name) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ entry, at }) => {
      if (entry.isDirectory()) {
        return /^\.|^node_modules$/.test(entry.name) ? [] : filesAt(at);
      }
      return /\.ya?ml$/.test(entry.name) && isFile(entry, at) ? [at] : [];
    });
}

/** Folders behind links are left out: they may lead round in a circle. */
function isFile(entry: Dirent, at: string): boolean {
  return (
    entry.isFile() || (entry.isSymbolicLink() && statSync(at, { throwIfNoEntry: false })?.isFile() === true)
  );
}

/**
 * The text of a file, or of standard input.
 *
 * @throws Error when it cannot be read
 */
export function textOfFile(file: string): string {
  return attempt(file, () => readFileSync(file === STANDARD_INPUT ? 0 : file, 'utf8'));
}

/** Does as `read` does, and names the path in its errors. */
export function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The first line says it; of YAML, those below show the place.
    const [firstLine] = message.split('\n');
    const reason = code === 'ENOENT' ? 'there is no such file or folder' : firstLine;
    throw new Error(`cannot read "${path}": ${reason}`);
  }
}
