import { counted, fullName } from '../catalogue/words';
import type { ConvertedProject, ConvertProjectOptions } from '../convert/convert-project';
import { assertInstalled } from '../convert/installed';
import { refuseUsedFolder } from '../convert/used-folder';
import { shellWord } from '../diff/words/shell-word';
import { PACKAGE } from '../init/own-package';
import { writeFiles } from '../init/write-files';
import { fieldText } from '../manifests/field-path';
import type { readFiles } from '../manifests/files';
import { type Manifest, placeIn } from '../manifests/manifest';
import { applied } from '../manifests/manifest-index';
import { complainOf, contentsAt, isThereTwice } from './manifests';
import {
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  MESH_OPTIONS,
  meshOptionsFrom,
  meshUsage,
  surroundingsFrom,
} from './mesh-options';
import type { Output } from './output';
import { attempt, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio convert [OPTION]... PATH...

Writes a cdk8s app in TypeScript that makes the objects of these manifests, and a test for each of their routes. A PATH is a
YAML or JSON file, a folder with its subfolders, or - for standard input, such as the output of Helm or Kustomize. Before it
ends, it runs the app and compares each object with the one that it has read.

      --output DIR        the folder of the project, which must be new or empty (converted); - prints the app and writes
                          nothing
${meshUsage('objects that exist elsewhere, such as a gateway: the app refers to them and does not make them; they are written into context.yaml', { names: 6, texts: 26 })}
      --with-secrets      write Secrets with their data into the code; otherwise they are left out, and referred to by
                          name
      --package SPEC      what the project depends on: a version, a file or folder, or a URL of git (what this was
                          installed from)

The app says what these options say of its mesh, so that its checks and tests know it. What a MeshApp has noted beside the
manifests that it wrote holds as well.

exit status: 0 if all objects come out as they were read, 1 if one of them does not, or if one is there twice, 2 if the call
is wrong, a file is not YAML, or the project cannot be written`;

const OPTIONS = {
  output: { type: 'string', default: 'converted' },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  'with-secrets': { type: 'boolean', default: false },
  package: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** In the place of a folder. */
const STANDARD_OUTPUT = '-';

/** `cdk8s-istio convert`: writes a project whose app makes the objects of manifests. */
export function runConvert(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  if (positionals.length === 0) {
    throw new UsageError('a PATH is missing', USAGE);
  }
  const folder = values.output;
  const isPrinted = folder === STANDARD_OUTPUT;
  if (!isPrinted) {
    attempt(() => refuseUsedFolder(folder));
  }
  // Before anything is read.
  meshOptionsFrom(values);
  const contents = contentsAt(positionals);
  const around = aroundFrom(values, contents, contextFrom(values.context, output));
  const problems = [...contents.problems, ...around.problems];
  if (problems.length > 0) {
    complainOf(problems, output);
    return 2;
  }
  const manifests = contents.manifests.filter(isForCluster);
  if (manifests.length === 0) {
    const names = positionals.map((path) => `"${path}"`).join(', ');
    output.complain(
      `cdk8s-istio: nothing to convert: no objects in ${names}; name the files with the manifests`,
    );
    return 2;
  }
  const { replacements } = applied(manifests);
  if (replacements.length > 0) {
    output.complain(replacements.map((each) => `${isThereTwice(each)}; remove one of them`).join('\n'));
    return 1;
  }
  const { package: given, 'with-secrets': withSecrets } = values;
  const made = attempt(() => {
    const project = projectOf(manifests, {
      folder: isPrinted ? '.' : folder,
      package: given,
      withSecrets,
      surroundings: surroundingsFrom(values, around),
    });
    if (!isPrinted) {
      writeFiles(folder, project.project, []);
    }
    return project;
  });
  const lines = [
    ...differenceLines(made),
    ...mistakeLines(made),
    ...summary(made, contents, manifests.length),
  ];
  if (isPrinted) {
    output.print(sourcesOf(made));
    output.complain(lines.join('\n'));
  } else {
    output.print([...lines, 'next:', `  cd ${shellWord(folder)} && npm install && npm test`].join('\n'));
  }
  return isEqual(made) ? 0 : 1;
}

/** It needs cdk8s. If that is missing, loading it would end with a stack trace. */
function projectOf(
  manifests: readonly Manifest[],
  options: Omit<ConvertProjectOptions, 'root'>,
): ConvertedProject {
  assertInstalled(PACKAGE);
  const { convertProject } =
    require('../convert/convert-project') as typeof import('../convert/convert-project');
  return convertProject(manifests, { ...options, root: PACKAGE });
}

/** The sources of the app; with their names, if there are several beside `main.ts`. */
function sourcesOf({ files }: ConvertedProject): string {
  const sources = Object.entries(files).filter(([path]) => path !== 'main.ts');
  const [only, ...others] = sources;
  return only && others.length === 0
    ? only[1].trimEnd()
    : sources.map(([path, text]) => `// ${path}\n${text.trimEnd()}`).join('\n\n');
}

/** Not what tells Kustomize or the CLI of Istio what to make. */
function isForCluster({ group }: Manifest): boolean {
  return group !== 'kustomize.config.k8s.io';
}

function nameOf(manifest: Manifest): string {
  return `${manifest.kind} ${fullName(manifest)}`;
}

function isEqual({ proof }: ConvertedProject): boolean {
  return proof.differences.length + proof.added.length === 0;
}

function differenceLines({ proof }: ConvertedProject): string[] {
  return [
    ...proof.differences.map(({ manifest, field, input, output }) => {
      const place = field.length === 0 ? 'the object' : fieldText(field);
      return `${placeIn(manifest.origin) ?? ''}: ${nameOf(manifest)}: ${place} is ${shown(input)} in the input, and ${shown(output)} in the output of the app`;
    }),
    ...proof.added.map((manifest) => `${nameOf(manifest)} is only in the output of the app`),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

function mistakeLines({ mistakes }: ConvertedProject): string[] {
  return mistakes.map((mistake) => `Error: ${mistake}`);
}

function summary(
  made: ConvertedProject,
  { skipped, patches, manifests }: ReturnType<typeof readFiles>,
  wanted: number,
): string[] {
  const { entries, secrets, left, mistakes, tests, proof, hasPlus, surroundings } = made;
  const known = new Set(surroundings.context.map(nameOf));
  const istio = entries.filter(({ isOfIstio }) => isOfIstio);
  const constructs = istio.filter(({ ways }) => ways[0] === 'construct');
  const referred = new Set(entries.flatMap((entry) => entry.outside.map(({ shown }) => shown)));
  const outside = [...referred].filter((name) => !known.has(name));
  const others = skipped + patches + manifests.length - wanted;
  const line = (count: number, text: string) => (count === 0 ? [] : [text]);
  return [
    `${counted(entries.length, 'object')}, ${isEqual(made) ? 'all equal' : `${counted(proof.differences.length, 'field')} ${proof.differences.length === 1 ? 'differs' : 'differ'}`}`,
    ...line(
      istio.length,
      `  ${constructs.length} of ${counted(istio.length, 'object')} of Istio by constructs of their own`,
    ),
    ...line(tests, `  ${counted(tests, 'test')} in test/routes.test.ts`),
    ...line(
      proof.renamed.length,
      `  ${counted(proof.renamed.length, 'object')} in the newest version of the API, which is the same object`,
    ),
    ...line(left.length, `  left out, because the API server writes or drops it: ${left.join(', ')}`),
    ...line(
      secrets.length,
      `  ${counted(secrets.length, 'Secret')} left out, because the data would be in the code; --with-secrets writes them`,
    ),
    ...line(
      outside.length,
      `  referred to, and not among the input${known.size > 0 ? ' or the context' : ''}: ${outside.join(', ')}`,
    ),
    ...line(mistakes.length, '  app.ts ignores the codes of the errors above, so that the app synthesizes'),
    ...line(
      hasPlus ? 0 : entries.length - istio.length,
      '  kinds of Kubernetes without types, because cdk8s-plus-28 is not installed beside cdk8s-istio',
    ),
    ...line(others, `  ${counted(others, 'document')} left out, because no object is made of it`),
  ];
}
