import { basename, resolve } from 'node:path';
import { quoted } from '../code';
import { type ProjectFiles, projectFiles } from '../init';
import { packageName } from '../init/package-name';
import { packageSpec } from '../init/package-spec';
import type { Manifest } from '../manifests/manifest';
import { proposedTests, testFile } from '../proposals';
import { MeshModel } from '../routing';
import { CREATE_APP } from './app/app-modules';
import { readmeOf } from './app/readme';
import { type Conversion, type ConvertOptions, convert } from './convert';

/** How a project is made of manifests. */
export interface ConvertProjectOptions extends ConvertOptions {
  /** The folder of the project. */
  readonly folder: string;
  /** What the project depends on; what this program was installed from if it is not given. */
  readonly package?: string | undefined;
}

/** A project that makes the objects of manifests. */
export interface ConvertedProject extends Conversion {
  readonly project: ProjectFiles;
  /** How many tests it has for its routes. */
  readonly tests: number;
}

/**
 * Makes the files of a project whose app makes the objects of manifests, with a test for each of their routes.
 *
 * @throws Error if the package does not exist, if cdk8s is not installed, or if the app does not synthesize
 */
export function convertProject(
  manifests: readonly Manifest[],
  options: ConvertProjectOptions,
): ConvertedProject {
  const { folder } = options;
  const { spec } = packageSpec(folder, options.package);
  const conversion = convert(manifests, options);
  const { istio, profile, meshConfig, context } = conversion.surroundings;
  const model = MeshModel.fromManifests(
    conversion.entries.map(({ manifest }) => manifest),
    { istio, profile, ...(meshConfig ? { mesh: meshConfig } : {}) },
    context,
  );
  const { tests } = proposedTests(model);
  const source = {
    expression: `${CREATE_APP}()`,
    imports: [`import { ${CREATE_APP} } from ${quoted('../app')};`],
  };
  const app = {
    ...conversion.files,
    ...(tests.length === 0
      ? {}
      : { 'test/routes.test.ts': testFile(tests, { source, model: {}, runner: 'jest' }) }),
  };
  const name = packageName(basename(resolve(folder)));
  const readme = readmeOf(Object.keys(conversion.files), tests);
  const project = projectFiles({ name, packageSpec: spec, app, readme });
  return { ...conversion, project, tests: tests.length };
}
