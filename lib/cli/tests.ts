import { writeFileSync } from 'node:fs';
import { counted } from '../catalogue/words';
import { textOfFile } from '../manifests/files';
import { proposedTests, testFile } from '../proposals';
import { MeshModel, type MeshModelOptions, type TraceRequest } from '../routing';
import { complainOf, contentsAt } from './manifests';
import {
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  isCluster,
  MESH_OPTIONS,
  meshOptionsFrom,
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
      --istio VERSION        the version of Istio: 1.30, 1.31 or 1.32 (1.32)
      --mesh-config FILE     a YAML file with the MeshConfig of the mesh (istioctl install's)
      --profile PROFILE      the profile with which Istio is installed: default, demo, minimal, openshift, preview,
                             remote or stable (default)
      --context PATH         files with objects that exist already, which the tests read as well; may be repeated

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
  const paths = positionals.length > 0 ? positionals : ['dist'];
  if (paths.includes('-')) {
    throw new UsageError(
      'the tests read the manifests again, so they cannot be on standard input; name a file',
    );
  }
  const cluster = values.context.find(isCluster);
  if (cluster !== undefined) {
    throw new UsageError(
      `--context "${cluster}" is a cluster, and tests read files, so that they find the same everywhere; write its objects to a file`,
    );
  }
  const contents = contentsAt(paths);
  const elsewhere = contextFrom(values.context, output);
  const problems = [...contents.problems, ...elsewhere.problems];
  if (problems.length > 0) {
    complainOf(problems, output);
    return 2;
  }
  const { options, context } = aroundFrom(values, contents, elsewhere);
  const { tests, untestable } = proposedTests(
    attempt(() => MeshModel.fromManifests(contents.manifests, options, context)),
    covered,
  );
  for (const part of untestable) {
    output.complain(
      `Warning: no test for "${part}": what becomes of its requests cannot be said by a matcher`,
    );
  }
  if (tests.length === 0 && values.uncovered !== undefined) {
    output.complain(
      `the requests in ${values.uncovered} ask about every route, server and policy that a request can come to`,
    );
    return 0;
  }
  if (tests.length === 0) {
    output.complain(
      `cdk8s-istio: nothing to test: no route and no policy decides about a request in ${paths.join(', ')}`,
    );
    return 1;
  }
  const text = testFile(tests, { source: paths, model: toldOptions(given, values), runner });
  if (values.output === undefined) {
    output.print(text.trimEnd());
  } else {
    attempt(() => writeNew(values.output as string, text));
    output.complain(`${counted(tests.length, 'test')} in ${values.output}`);
  }
  return 0;
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
    ...(values.context.length === 0 ? {} : { context: values.context }),
  };
}

/** Never over a file, since people change the tests. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === 'EEXIST'
        ? `${file} exists; name a new file, or move it away`
        : `${file} cannot be written: ${message}`,
    );
  }
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
