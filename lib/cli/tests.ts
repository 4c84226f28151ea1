import { existsSync } from 'node:fs';
import { counted } from '../catalogue/words';
import type { ProjectFiles } from '../init';
import { writeFiles } from '../init/write-files';
import { isCluster, STANDARD_INPUT, textOfFile } from '../manifests/files';
import type { Manifest } from '../manifests/manifest';
import { proposedTests, testFile } from '../proposals';
import { MeshModel, type MeshModelOptions, type TraceRequest } from '../routing';
import { contextText, elsewhere } from '../surroundings/context-file';
import { complainOf, complainOfReplaced, contentsAt, pathsFrom } from './manifests';
import {
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  MESH_OPTIONS,
  meshOptionsFrom,
  meshUsage,
} from './mesh-options';
import type { Output } from './output';
import { attempt, choice, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio tests [OPTION]... [PATH]...

Prints a test file with a request for each route of each host, for each server of a Gateway and for each rule of a
policy, and with what the request gets today. Who changes a route sees which of the requests change. A PATH is a YAML or
JSON file or a folder with its subfolders (dist).

      --output FILE          write the tests to a new file instead of printing them
      --runner jest|vitest   what runs the tests (jest)
      --uncovered FILE       only what the requests in this file do not ask about. The file has a request in each line.
                             The reporter cdk8s-istio/testing/reporter writes it, and so do tests that run with the
                             environment variable CDK8S_ISTIO_REQUESTS=FILE
${meshUsage('objects that exist already, which the tests read as well; those of a cluster are written to a file beside the tests')}

exit status: 0, or 1 if there is nothing to test, 2 if the call is wrong or a file is not YAML`;

const OPTIONS = {
  output: { type: 'string' },
  runner: { type: 'string', default: 'jest' },
  uncovered: { type: 'string' },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio tests`: prints or writes tests for routes and policies. */
export function runTests(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const runner = choice('--runner', values.runner, ['jest', 'vitest']);
  // Before anything is read.
  const given = meshOptionsFrom(values);
  const covered = values.uncovered === undefined ? [] : attempt(() => requestsIn(values.uncovered as string));
  const paths = readAgain(pathsFrom(positionals), values);
  const contents = contentsAt(paths);
  const context = contextFrom(values.context, output);
  const problems = [...contents.problems, ...context.problems];
  if (problems.length > 0) {
    complainOf(problems, output);
    return 2;
  }
  complainOfReplaced(output, contents.manifests);
  const around = aroundFrom(values, contents, context);
  const { tests, untestable } = proposedTests(
    attempt(() => MeshModel.fromManifests(contents.manifests, around.options, around.context)),
    covered,
  );
  for (const part of untestable) {
    output.complain(
      `Warning: no test for "${part}": what becomes of its requests cannot be said by a matcher`,
    );
  }
  if (tests.length === 0) {
    output.complain(nothingToTest(values.uncovered, paths));
    return values.uncovered === undefined ? 1 : 0;
  }
  const ofClusters = filesBeside(values.output, elsewhere(context.ofClusters, contents.manifests));
  const contextFiles = [...ofClusters.keys(), ...values.context.filter((path) => !isCluster(path))];
  const model = {
    ...toldOptions(given, values),
    ...(contextFiles.length === 0 ? {} : { context: contextFiles }),
  };
  const text = testFile(tests, { source: paths, model, runner });
  if (values.output === undefined) {
    output.print(text.trimEnd());
  } else {
    const files = new Map([...ofClusters, [values.output, { text, isExecutable: false }]]);
    attempt(() => writeFiles('', files, []));
    const more = [...ofClusters.keys()].map((file) => `, and the objects of the cluster in ${file}`);
    output.complain(`${counted(tests.length, 'test')} in ${values.output}${more.join('')}`);
  }
  return 0;
}

/**
 * The paths that the tests read again.
 *
 * @throws UsageError if they could not read the same again, or if what they are written to exists
 */
function readAgain(paths: readonly string[], { context, output }: Values): readonly string[] {
  if (paths.includes(STANDARD_INPUT)) {
    throw new UsageError(
      'the tests read the manifests again, so they cannot be on standard input; name a file',
    );
  }
  const cluster = context.find(isCluster);
  if (cluster !== undefined && output === undefined) {
    throw new UsageError(
      `--context "${cluster}" is a cluster, and tests read files, so that they find the same everywhere; name the file of the tests with --output, and the objects are written to a file beside it`,
    );
  }
  // People change the tests.
  const existing =
    output === undefined ? undefined : [output, besideTests(output)].find((file) => existsSync(file));
  if (existing !== undefined && (existing === output || cluster !== undefined)) {
    throw new UsageError(`${existing} exists; name a new file, or move it away`);
  }
  return paths;
}

function nothingToTest(uncovered: string | undefined, paths: readonly string[]): string {
  return uncovered === undefined
    ? `cdk8s-istio: nothing to test: no route and no policy decides about a request in ${paths.join(', ')}`
    : `the requests in ${uncovered} ask about every route, server and policy that a request can come to`;
}

/** What is written beside the tests: the objects of clusters, if there are any. */
function filesBeside(tests: string | undefined, objects: readonly Manifest[]): ProjectFiles {
  return tests === undefined || objects.length === 0
    ? new Map()
    : new Map([[besideTests(tests), { text: contextText(objects), isExecutable: false }]]);
}

function besideTests(file: string): string {
  return `${file.replace(/\.\w+$/, '')}.context.yaml`;
}

type Values = ReturnType<
  typeof parse<{ args: string[]; allowPositionals: true; options: typeof OPTIONS }>
>['values'];

/** The options that the call has, since the model has the same defaults, and reads the same notes of apps. */
function toldOptions({ istio, profile, mesh }: MeshModelOptions, values: Values) {
  return {
    ...(values.istio === undefined ? {} : { istio }),
    ...(values.profile === undefined ? {} : { profile }),
    ...(values['mesh-config'] === undefined ? {} : { mesh }),
  };
}

/** The requests in a file, one in each line. */
function requestsIn(file: string): TraceRequest[] {
  const lines = textOfFile(file).split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') {
      return [];
    }
    const request = parsed(line);
    if (typeof request?.url !== 'string') {
      throw new Error(`${file}:${i + 1}: this is not a request, such as {"url":"http://shop.example.com/"}`);
    }
    return [request as TraceRequest];
  });
}

function parsed(line: string): { readonly url?: unknown } | undefined {
  try {
    return JSON.parse(line) as { readonly url?: unknown };
  } catch {
    return undefined;
  }
}
