import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { isRecord } from '../manifests/manifest';
import {
  dependencyOf,
  type ExistingManifest,
  type Missing,
  missingIn,
  readManifest,
  scriptOf,
  withMissingEntries,
} from './existing-manifest';
import { filesFor, otherwiseIn } from './other-tools';
import type { ProjectFile, ProjectFiles } from './own-files';
import { APP_FILES, packageManifest } from './project-files';

/** What is added to a project. */
export interface Additions {
  /** The files to write, new ones and those with more in them. */
  readonly files: ProjectFiles;
  /** The files with more in them, and what that is. */
  readonly extended: ReadonlyMap<string, string>;
  /** The files that stay as they are. */
  readonly kept: readonly string[];
  /** What is left to do by hand, a sentence each. */
  readonly byHand: readonly string[];
}

/** The files that get more, where they exist. */
const EXTENDED = ['package.json', 'cdk8s.yaml', '.gitignore'];

/** The files that run the tests of jest. */
const CONFIGS = ['jest.config.js', 'jest.config.cjs'];
const TESTS = [...CONFIGS, 'test/manifests.test.ts'];

/**
 * What a project of cdk8s lacks. Nothing that is there changes: files that exist stay as they are, except that
 * `package.json` gets further dependencies and scripts, `cdk8s.yaml` the validation, and `.gitignore` further lines.
 *
 * @throws Error if `package.json` or `cdk8s.yaml` cannot be read, or if the project is not in TypeScript
 */
export function additionsTo(folder: string, wanted: ProjectFiles, packageSpec: string): Additions {
  const textOf = (path: string) =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
  const manifestText = textOf('package.json');
  const config = textOf('cdk8s.yaml');
  const validations = config === undefined ? undefined : readConfig(join(folder, 'cdk8s.yaml'), config);
  const existing = readManifest(join(folder, 'package.json'), manifestText ?? '{}\n');
  const has = {
    app: existsSync(join(folder, 'main.ts')) || config !== undefined,
    config: config !== undefined,
    tests: scriptOf(existing, 'test') !== undefined || runnerOf(existing) !== undefined,
  };
  const missing = missingIn(existing, packageManifest('', packageSpec), has);
  const unneeded = [
    ...(has.app ? [...APP_FILES, 'README.md'] : []),
    ...(has.tests ? testsNotFor(existing) : []),
  ];
  const files = new Map<string, ProjectFile>();
  const extended = new Map<string, string>();
  const kept: string[] = [];
  const extend = (path: string, before: string, after: string, what: string) => {
    if (after === before) {
      kept.push(path);
    } else {
      files.set(path, { text: after, isExecutable: false });
      extended.set(path, what);
    }
  };
  for (const [path, file] of filesFor(existing, wanted)) {
    const before = EXTENDED.includes(path) ? textOf(path) : undefined;
    if (!existsSync(join(folder, path))) {
      if (!unneeded.includes(path)) {
        files.set(path, file);
      }
    } else if (before === undefined) {
      kept.push(path);
    } else {
      const [after, what] = withAdditions(path, before, file.text, {
        existing,
        missing,
        validations,
        hasApp: has.app,
      });
      extend(path, before, after, what);
    }
  }
  const isAdded = config === undefined || extended.has('cdk8s.yaml');
  return {
    files,
    extended,
    kept,
    byHand: [
      ...byHandIn({
        existing,
        validations: isAdded ? undefined : (validations ?? ''),
        ignored: textOf('.gitignore') ?? '',
        main: textOf('main.ts'),
        testConfig: testConfigOf(folder, existing),
        hasRouteTest: existsSync(join(folder, 'test/routes.test.ts')),
      }),
      ...otherwiseIn(folder, config, files),
    ],
  };
}

/** The text of a file with what it lacks, and in words what that is. */
function withAdditions(
  path: string,
  before: string,
  text: string,
  { existing, missing, validations, hasApp }: Existing,
): [after: string, what: string] {
  if (path === 'package.json') {
    return [withMissingEntries(existing, missing), told(missing)];
  }
  if (path === 'cdk8s.yaml') {
    return [validations ? before : withValidations(before, text), 'validations'];
  }
  const lines = missingLines(before, [...linesOf(text), ...(hasApp ? ['!cluster/*.js'] : [])]);
  return [withLines(before, lines), lines.join(', ')];
}

/** What a project has, and what its package.json lacks. */
interface Existing {
  readonly existing: ExistingManifest;
  readonly missing: Missing;
  readonly validations: string | undefined;
  readonly hasApp: boolean;
}

/**
 * The validations that `cdk8s.yaml` names, if it names any.
 *
 * @throws Error if it is not YAML, or the project is not in TypeScript
 */
function readConfig(path: string, text: string): string | undefined {
  let config: unknown;
  try {
    config = load(text);
  } catch (error) {
    throw new Error(
      `${path} is not YAML, so nothing was written: ${(error as Error).message.split('\n')[0]}`,
    );
  }
  if (!isRecord(config)) {
    throw new Error(`${path} is not the configuration of a project, so nothing was written`);
  }
  if (config.language !== undefined && config.language !== 'typescript') {
    throw new Error(`${path}: the project is in "${config.language}", and cdk8s-istio is for typescript`);
  }
  return config.validations === undefined ? undefined : JSON.stringify(config.validations);
}

/** What runs the tests of the project, if its dependencies tell. */
function runnerOf(existing: ExistingManifest): string | undefined {
  return ['jest', 'vitest', 'mocha', 'ava'].find((name) => dependencyOf(existing, name) !== undefined);
}

/** What says how the tests run that a project has. */
interface TestConfig {
  readonly path: string;
  readonly text: string;
  /** What prints the report of a reporter. */
  readonly prints: string;
}

const REPORTER = 'cdk8s-istio/testing/reporter';
const EXTENSIONS = ['js', 'ts', 'cjs', 'mjs', 'cts', 'mts', 'json'];

/** Of the runners that the reporter is for. */
function testConfigOf(folder: string, existing: ExistingManifest): TestConfig | undefined {
  const runner = runnerOf(existing);
  if (runner !== 'jest' && runner !== 'vitest') {
    return undefined;
  }
  const prints = runner === 'jest' ? '"--coverage" prints' : 'each run prints';
  const names = (runner === 'jest' ? ['jest'] : ['vitest', 'vite']).flatMap((name) =>
    EXTENSIONS.map((extension) => `${name}.config.${extension}`),
  );
  const path = names.find((name) => existsSync(join(folder, name)));
  if (path !== undefined) {
    return { path, text: readFileSync(join(folder, path), 'utf8'), prints };
  }
  return existing.value[runner] === undefined
    ? { path: `the configuration of ${runner}`, text: '', prints }
    : { path: `package.json, "${runner}"`, text: JSON.stringify(existing.value[runner]), prints };
}

/** The snapshot test is for jest. */
function testsNotFor(existing: ExistingManifest): string[] {
  return runnerOf(existing) === 'jest' ? CONFIGS : TESTS;
}

/** The configuration with the validations of the other one at its end. */
function withValidations(before: string, own: string): string {
  const end = before.endsWith('\n') ? '' : '\n';
  const after = `${before}${end}${own.slice(own.indexOf('validations:'))}`;
  return isReadable(after) ? after : before;
}

/** Not after a map in braces, for example. */
function isReadable(config: string): boolean {
  try {
    return isRecord(load(config));
  } catch {
    return false;
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}

/** The patterns that a `.gitignore` lacks. The files of `cluster/` have to be in git, whatever is said of JavaScript. */
function missingLines(before: string, wanted: readonly string[]): string[] {
  const plain = (line: string) => line.trim().replace(/^\/|\/$/g, '');
  const lines = linesOf(before).map(plain);
  return wanted.filter((line) => {
    const isNeeded = line.startsWith('!') ? lines.includes('*.js') : true;
    return isNeeded && !lines.includes(plain(line)) && !(line.startsWith('dist/') && lines.includes('dist'));
  });
}

function withLines(before: string, lines: readonly string[]): string {
  const end = before === '' || before.endsWith('\n') ? '' : '\n';
  return lines.length === 0 ? before : `${before}${end}${lines.join('\n')}\n`;
}

function told({ dependencies, devDependencies, scripts }: Missing): string {
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const names = Object.keys(scripts);
  return [
    ...(packages.length > 0 ? [`depends on ${packages.join(', ')}`] : []),
    ...(names.length > 0 ? [`scripts ${names.join(', ')}`] : []),
  ].join('; ');
}

/** What this program does not change, because it is there. */
function byHandIn(found: {
  readonly existing: ExistingManifest;
  readonly validations: string | undefined;
  readonly ignored: string;
  readonly main: string | undefined;
  readonly testConfig: TestConfig | undefined;
  readonly hasRouteTest: boolean;
}): string[] {
  const { existing, validations, ignored, main, testConfig, hasRouteTest } = found;
  const runner = runnerOf(existing);
  const isTestedOtherwise = runner !== 'jest' && (runner ?? scriptOf(existing, 'test')) !== undefined;
  return [
    ...(main !== undefined && !main.includes('MeshApp')
      ? [
          'main.ts: make a "MeshApp" of cdk8s-istio in the place of "App", so that synthesis checks the objects',
        ]
      : []),
    ...(validations !== undefined && !validations.includes('IstioValidation')
      ? ['cdk8s.yaml: add the class IstioValidation of ./node_modules/cdk8s-istio to the validations']
      : []),
    ...(linesOf(ignored).some((line) => /^\/?dist\/?$/.test(line.trim()))
      ? ['.gitignore: leave out dist/, so that a pull request shows which requests it changes']
      : []),
    ...(isTestedOtherwise
      ? ['tests: "npx cdk8s-istio tests dist" writes them for jest, and with --runner vitest for vitest']
      : main === undefined || hasRouteTest
        ? []
        : ['tests: "npx cdk8s-istio tests --output test/routes.test.ts dist" writes one for each route']),
    ...(testConfig !== undefined && !testConfig.text.includes(REPORTER)
      ? [
          `${testConfig.path}: add "${REPORTER}" to the reporters, after "default", so that ${testConfig.prints} which routes no test asks about`,
        ]
      : []),
  ];
}
