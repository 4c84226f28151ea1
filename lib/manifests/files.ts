import { accessSync, constants, type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { kustomizationsAround, patchFilesOf } from './kustomization';
import type { Manifest } from './manifest';
import { readYaml, type YamlContents, type YamlProblem } from './read-yaml';

/** The files that `kubectl apply` reads in a folder. */
const MANIFEST_FILE = /\.(ya?ml|json)$/;

/** The name of standard input among paths. */
export const STANDARD_INPUT = '-';

/** What the name of a cluster begins with among paths: `kube:` for kubectl's current context, `kube:NAME` for another one. */
const CLUSTER = 'kube:';

/** Whether a path stands for a cluster. */
export function isCluster(path: string): boolean {
  return path.startsWith(CLUSTER);
}

/** The context of kubectl for which a path stands; empty for the current one. */
export function clusterContext(path: string): string {
  return path.slice(CLUSTER.length);
}

/**
 * The file in which an app notes what it says of its surroundings, in the folder of its manifests. kubectl and others that
 * read folders take files with the endings of YAML and JSON only, also hidden ones.
 */
export const NOTES_FILE = '.cdk8s-istio';

/** A file with notes. */
export interface AppNotes {
  /** The path, as it is told. */
  readonly file: string;
  readonly text: string;
}

/** What is in files. */
export interface FileContents extends YamlContents {
  /** The number of files. */
  readonly files: number;
  /** What the apps that wrote the files say of their surroundings. */
  readonly notes: readonly AppNotes[];
}

/**
 * The contents of YAML files. Each path is a file, a folder with its subfolders, or `-` for standard input. The files
 * are in the order in which `kubectl apply` reads the same paths: in a folder, files and subfolders by their names.
 * Files that a kustomization around them lists as patches are left out.
 *
 * @throws Error if a path does not exist, or it or the notes of an app cannot be read
 */
export function readFiles(paths: readonly string[]): FileContents {
  return contentsOf(readTexts(paths));
}

/** A file as it is written. */
export interface FileText {
  /** The name, as the caller named the path. */
  readonly file: string;
  readonly text: string;
  /** Whether a kustomization lists it as a patch. */
  readonly isPatch: boolean;
}

/** Files as they are written. */
export interface FileTexts {
  readonly texts: readonly FileText[];
  readonly notes: FileContents['notes'];
}

/**
 * The texts of the same files.
 *
 * @throws Error as {@link readFiles} does
 */
export function readTexts(paths: readonly string[]): FileTexts {
  const files = new Map<string, string>();
  for (const file of paths.flatMap(filesAt)) {
    // kubectl would apply a file that is named twice again, so the last place counts.
    files.delete(resolve(file));
    files.set(resolve(file), file);
  }
  const kustomizations = kustomizationsAround([...files.keys()]).filter(isReadable);
  const patchFiles = new Set(kustomizations.flatMap((file) => patchFilesOf(file, textOfFile(file))));
  return {
    texts: [...files].map(([path, file]) => ({
      file,
      text: textOfFile(file),
      isPatch: patchFiles.has(path),
    })),
    notes: notesBeside([...files.values()].filter((file) => file !== STANDARD_INPUT)),
  };
}

/** What is in texts of files. */
export function contentsOf({ texts, notes }: FileTexts): FileContents {
  const contents = texts.map(({ file, text, isPatch }) => {
    const read = readYaml(text, file);
    return isPatch ? asPatches(read) : read;
  });
  return {
    files: contents.length,
    notes,
    manifests: contents.flatMap(({ manifests }) => manifests),
    skipped: sum(contents.map(({ skipped }) => skipped)),
    patches: sum(contents.map(({ patches }) => patches)),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The notes of the apps that wrote these files: in the folder of each file, or in the one around it, since an app may write a
 * folder for each chart.
 *
 * @throws Error if a file with notes cannot be read
 */
function notesBeside(files: readonly string[]): AppNotes[] {
  const folders = new Set(files.map((file) => dirname(file)));
  const places = [...folders].flatMap((folder) => [folder, normalize(join(folder, '..'))]);
  const found = [...new Set(places.map((folder) => join(folder, NOTES_FILE)))].filter(existsSync);
  return found.map((file) => ({ file, text: textOfFile(file) }));
}

/** The contents of a file with patches. */
function asPatches({ manifests, skipped, patches, problems }: YamlContents): YamlContents {
  const all = manifests.length + skipped + patches + problems.length;
  return { manifests: [], skipped: 0, patches: all, problems: [] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * The contents of YAML files, all of which could be read.
 *
 * @throws Error if a path cannot be read, if there are no YAML or JSON files, or if one of them is not YAML
 */
export function readWhole(paths: readonly string[]): Pick<FileContents, 'manifests' | 'notes'> {
  const contents = readFiles(paths);
  if (contents.files === 0) {
    throw new Error(noFilesIn(paths));
  }
  return { manifests: wholeManifests(contents), notes: contents.notes };
}

/** The manifests in YAML files; throws as {@link readWhole} does. */
export function readManifests(paths: readonly string[]): readonly Manifest[] {
  return readWhole(paths).manifests;
}

/**
 * The manifests in files, all of which could be read.
 *
 * @throws Error if one of the files is not YAML
 */
export function wholeManifests({
  manifests,
  problems,
}: Pick<YamlContents, 'manifests' | 'problems'>): readonly Manifest[] {
  if (problems.length > 0) {
    throw new Error(problems.map(describeProblem).join('\n'));
  }
  return manifests;
}

export function noFilesIn(paths: readonly string[]): string {
  return `no YAML or JSON files in ${paths.map((path) => `"${path}"`).join(', ')}`;
}

/** `file:line:column: message`. */
export function describeProblem({ file, line, column, message }: YamlProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

function filesAt(path: string): string[] {
  if (isCluster(path) && !existsSync(path)) {
    throw new Error(`cannot read "${path}": ${notRead(clusterContext(path))}`);
  }
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
      return MANIFEST_FILE.test(entry.name) && isFile(entry, at) ? [at] : [];
    });
}

/** Apps and tests find the same everywhere, so they do not ask a cluster. */
function notRead(cluster: string): string {
  const kubectl = `kubectl ${cluster === '' ? '' : `--context ${cluster} `}get`;
  return `this is a cluster, which only the option --context of the commands reads; name a file with what is needed of it, such as that of "${kubectl} services,namespaces,gateways.networking.istio.io --all-namespaces --output yaml"`;
}

/** Links to folders are not followed, because they may lead in a circle. */
function isFile(entry: Dirent, at: string): boolean {
  return (
    entry.isFile() || (entry.isSymbolicLink() && statSync(at, { throwIfNoEntry: false })?.isFile() === true)
  );
}

/**
 * The text of a file, or of standard input.
 *
 * @throws Error if the file cannot be read
 */
export function textOfFile(file: string): string {
  return attempt(file, () => textOf(readFileSync(file === STANDARD_INPUT ? 0 : file)));
}

/** As kubectl reads it: UTF-8, or UTF-16 if it begins with the byte order mark of that. */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return bytes.toString('utf16le');
  }
  return first === 0xfe && second === 0xff && bytes.length % 2 === 0
    ? bytes.swap16().toString('utf16le')
    : bytes.toString('utf8');
}

/** Returns what `read` returns. Errors name the path. */
export function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // An error about YAML shows the place in the lines after the first one.
    const [firstLine] = message.split('\n');
    const reason = code === 'ENOENT' ? 'there is no such file or folder' : firstLine;
    throw new Error(`cannot read "${path}": ${reason}`);
  }
}
