import { isRecord } from '../manifests/manifest';
import { withMissing, withValue } from './json-text';
import type { PackageManifest } from './project-files';

/** `package.json` of a project that exists. */
export interface ExistingManifest {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a project has of its own, which decides what it lacks. */
export interface Has {
  /** A `main.ts` of its own, or an app in another file. */
  readonly app: boolean;
  /** A `cdk8s.yaml`, which says how the app runs. */
  readonly config: boolean;
  /** Something that runs tests. */
  readonly tests: boolean;
}

/** Where npm looks for dependencies. */
const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * What `package.json` says.
 *
 * @throws Error if it is not an object in JSON
 */
export function readManifest(path: string, text: string): ExistingManifest {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isRecord(value) && [...DEPENDENCIES, 'scripts'].every((key) => isRecord(value[key] ?? {}))) {
      return { text, value };
    }
  } catch {
    // Said below.
  }
  throw new Error(`${path} is not a package.json, so nothing was written; mend it first`);
}

/** The version of a dependency, in whatever list it is. */
export function dependencyOf({ value }: ExistingManifest, name: string): unknown {
  return DEPENDENCIES.map((list) => entriesOf(value, list)[name]).find((version) => version !== undefined);
}

/** A script of the project. */
export function scriptOf({ value }: ExistingManifest, name: string): unknown {
  return entriesOf(value, 'scripts')[name];
}

function entriesOf(value: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  return (value[key] as Record<string, unknown> | undefined) ?? {};
}

/** The dependencies and scripts that a project lacks. */
export interface Missing {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

/**
 * The dependencies and scripts that a project lacks, as far as its own files do not do without them.
 *
 * @param wanted what a new project has
 */
export function missingIn(existing: ExistingManifest, wanted: PackageManifest, has: Has): Missing {
  const unneeded = new Set([
    ...(has.app ? ['cdk8s-plus-28'] : []),
    ...(has.config ? ['ts-node', 'typescript'] : []),
    ...(has.tests ? ['jest', 'ts-jest', '@types/jest', 'test'] : []),
    ...(scriptOf(existing, 'synth') === undefined ? [] : ['cdk8s-cli']),
  ]);
  const lacking = (entries: Readonly<Record<string, string>>, find: (name: string) => unknown) =>
    Object.fromEntries(
      Object.entries(entries).filter(([name]) => !unneeded.has(name) && find(name) === undefined),
    );
  const dependency = (name: string) => dependencyOf(existing, name);
  const test = scriptOf(existing, 'test');
  const isSynthesized = test === undefined ? !has.tests : /\bsynth\b/.test(String(test));
  return {
    dependencies: lacking(wanted.dependencies, dependency),
    devDependencies: lacking(wanted.devDependencies, dependency),
    scripts: lacking(
      // Whether its types are checked, and when, a project has decided.
      { ...wanted.scripts, ...(isSynthesized ? {} : { pretest: 'npm run synth' }) },
      (name) => scriptOf(existing, name),
    ),
  };
}

/** The text of `package.json` with what is missing; the same text if nothing is. */
export function withMissingEntries({ text, value }: ExistingManifest, missing: Missing): string {
  const added = Object.entries(missing).filter(([, entries]) => Object.keys(entries).length > 0);
  if (added.length === 0) {
    return text;
  }
  const lists = added.map(([key, entries]) => [key, withMissing(entriesOf(value, key), entries)]);
  return withValue(text, { ...value, ...Object.fromEntries(lists) });
}
