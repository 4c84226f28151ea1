import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from './own-package';

/** A file of a project. */
export interface ProjectFile {
  readonly text: string;
  readonly isExecutable: boolean;
}

/** The files by their paths in the project, with slashes. */
export type ProjectFiles = ReadonlyMap<string, ProjectFile>;

/** Where the package keeps the files, because it has neither sources nor tests. */
export const PACKED_FILES = 'build/init/project.json';

/** A text that differs between this repository and a project of its own. */
type Change = readonly [here: string, there: string];

/** The files of a project that this repository has for itself, and what differs in them. */
const SHARED: Readonly<Record<string, readonly Change[]>> = {
  'main.ts': [["from './lib'", "from 'cdk8s-istio'"]],
  mesh: [["'docs/playground.md,", "'node_modules/cdk8s-istio/docs/playground.md,"]],
  'test/routes.test.ts': [],
  'test/manifests.test.ts': [],
  'test/__snapshots__/manifests.test.ts.snap': [],
};

/** The other files of a project, by where this repository has them. npm would leave out a file with the name .gitignore. */
const OTHERS: Readonly<Record<string, string>> = {
  'project/README.md': 'README.md',
  'project/cdk8s.yaml': 'cdk8s.yaml',
  'project/gitignore': '.gitignore',
  'project/jest.config.js': 'jest.config.js',
  'project/workflow.yaml': '.github/workflows/mesh.yaml',
};

/** The files of every project, from the package or from the repository. */
export function ownFiles(): ProjectFiles {
  if (existsSync(join(PACKAGE, 'project'))) {
    return filesOfRepository(PACKAGE);
  }
  const packed = JSON.parse(readFileSync(join(PACKAGE, PACKED_FILES), 'utf8'));
  return new Map(Object.entries(packed as Record<string, ProjectFile>));
}

/**
 * The files of every project, made of the files of this repository.
 *
 * @throws TypeError if a file does not have the text that differs in a project, or imports another file of this repository
 */
export function filesOfRepository(root: string): ProjectFiles {
  const cluster = readdirSync(join(root, 'cluster')).map((name) => `cluster/${name}`);
  const shared = { ...SHARED, ...Object.fromEntries(cluster.map((path) => [path, []])) };
  return new Map([
    ...Object.entries(shared).map(([path, changes]) =>
      entryOf(root, path, (text) => changed(path, text, changes)),
    ),
    entryOf(root, 'tsconfig.json', withoutPaths),
    ...Object.entries(OTHERS).map(([from, to]): [string, ProjectFile] => [to, entryOf(root, from)[1]]),
  ]);
}

function entryOf(
  root: string,
  path: string,
  change: (text: string) => string = (text) => text,
): [string, ProjectFile] {
  const file = join(root, path);
  return [
    path,
    { text: change(readFileSync(file, 'utf8')), isExecutable: (statSync(file).mode & 0o100) !== 0 },
  ];
}

/** The text of a file as a project needs it. */
export function changed(path: string, text: string, changes: readonly Change[]): string {
  let result = text;
  for (const [here, there] of changes) {
    const parts = result.split(here);
    if (parts.length !== 2) {
      throw new TypeError(`${path} has the text ${here} ${parts.length - 1} times, and once is expected`);
    }
    result = parts.join(there);
  }
  const foreign = path.endsWith('.ts') ? /(?:from|import) '(\.[^']*)'/.exec(result)?.[1] : undefined;
  if (foreign !== undefined) {
    throw new TypeError(`${path} imports "${foreign}", which a project does not have`);
  }
  return result;
}

/** In a project, the library is a package. */
function withoutPaths(text: string): string {
  const { compilerOptions, ...rest } = JSON.parse(text);
  const { paths, ...options } = compilerOptions;
  if (paths?.['cdk8s-istio'] === undefined) {
    throw new TypeError('tsconfig.json has no path for cdk8s-istio, which a project would not need');
  }
  return `${JSON.stringify({ compilerOptions: options, ...rest }, undefined, 2)}\n`;
}
