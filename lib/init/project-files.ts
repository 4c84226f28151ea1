import { ownFiles, type ProjectFile, type ProjectFiles } from './own-files';
import { ownManifest, ownVersion } from './own-package';

/** A project that is to be written. */
export interface Project {
  /** The name, as npm allows it. */
  readonly name: string;
  /** What the dependency on this package is in `package.json`: a version, or where it is. */
  readonly packageSpec: string;
  /**
   * The app: `main.ts`, what it imports, and its tests, by their paths in the project.
   *
   * @default - the app of this repository, with its tests
   */
  readonly app?: Readonly<Record<string, string>>;
  /**
   * What differs in the README, from what it says to what it is to say.
   *
   * @default - nothing: it is about the app of this repository
   */
  readonly readme?: Readonly<Record<string, string>>;
}

/** The files of the app of this repository. */
export const APP_FILES = ['main.ts', 'test/routes.test.ts', 'test/__snapshots__/manifests.test.ts.snap'];

/** The packages that a project needs, beside this one. Their versions are those that this package is tested with. */
const DEPENDENCIES = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
const DEVELOPMENT = ['@types/jest', '@types/node', 'cdk8s-cli', 'jest', 'ts-node', 'typescript'];
const TS_JEST = { 'ts-jest': '^29.4.0' };

/**
 * The files of a project with an app, as `init` writes them.
 *
 * @returns the texts by their paths in the project, with slashes
 */
export function projectFiles({ name, packageSpec, app, readme = {} }: Project): ProjectFiles {
  const files = new Map(ownFiles());
  if (app) {
    for (const path of APP_FILES) {
      files.delete(path);
    }
    for (const [path, text] of Object.entries(app)) {
      files.set(path, { text, isExecutable: false });
    }
  }
  const change = (path: string, here: string, there: string) => {
    const file = files.get(path);
    if (!file?.text.includes(here)) {
      throw new TypeError(`${path} lacks the text ${here}, which a project replaces`);
    }
    files.set(path, { ...file, text: file.text.replace(here, () => there) });
  };
  change('README.md', '# NAME', `# ${name}`);
  for (const [here, there] of Object.entries(readme)) {
    change('README.md', here, there);
  }
  change('cdk8s.yaml', 'version: 0.0.0', `version: ${ownVersion()}`);
  files.set('package.json', jsonFile(packageManifest(name, packageSpec)));
  return files;
}

/** What `package.json` of a project says. */
export interface PackageManifest {
  readonly name: string;
  readonly private: boolean;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What `package.json` of a project says. */
export function packageManifest(name: string, packageSpec: string): PackageManifest {
  const { name: own, devDependencies } = ownManifest();
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((dependency) => [dependency, devDependencies[dependency] as string]));
  const sorted = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name,
    private: true,
    scripts: {
      synth: 'cdk8s synth --check-upgrade=false',
      // Only the plugin reads this file, and kubectl would take it for a manifest.
      postsynth: `node -e "fs.rmSync('dist/construct-metadata.json', { force: true })"`,
      // Not in "pretest", which Yarn 2 and later do not run.
      test: 'npm run synth && tsc --noEmit && jest',
    },
    dependencies: sorted({ ...versions(DEPENDENCIES), [own]: packageSpec }),
    devDependencies: sorted({ ...versions(DEVELOPMENT), ...TS_JEST }),
  };
}

function jsonFile(value: unknown): ProjectFile {
  return { text: `${JSON.stringify(value, undefined, 2)}\n`, isExecutable: false };
}
