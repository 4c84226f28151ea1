import { shellWord } from '../diff/words/shell-word';
import { init, type Made } from '../init/init';
import type { Output } from './output';
import { attempt, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio init [OPTION]... [DIR]

Makes a project of its own: an app in TypeScript, a test for its routes, a test for its manifests, ./mesh for a cluster
on this laptop, and a workflow. DIR is a new or empty folder (.); git's files, a README and a licence may be in it. To a
project of cdk8s, as "cdk8s init typescript-app" makes it, it adds what is missing, and changes nothing that is there.

      --package SPEC   what the project depends on: a version, a file or folder, or a URL of git (what this was
                       installed from)

exit status: 0, or 2 if the call is wrong, the folder has something else, or a file cannot be written; then nothing is`;

const OPTIONS = {
  package: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio init`: makes a project. */
export function runInit(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const [folder = '.', extra] = positionals;
  if (extra !== undefined) {
    throw new UsageError(`one folder is made, and "${extra}" is one too many`, USAGE);
  }
  const made = attempt(() => init(folder, values.package));
  output.print(textOf(folder, made).join('\n'));
  return 0;
}

function textOf(folder: string, made: Made): string[] {
  const { name, dependency, isExtended, files, extended, kept, byHand } = made;
  const created = [...files.keys()].filter((path) => !extended.has(path));
  if (files.size === 0) {
    return ['nothing is missing; everything is as it was', ...listed('by hand', byHand)];
  }
  const isDependent = !isExtended || /cdk8s-istio/.test(extended.get('package.json') ?? '');
  return [
    isExtended ? `${folder}: added what was missing` : `${folder}: made the project "${name}"`,
    ...listed('new', created),
    ...listed(
      'with more in it',
      [...extended].map(([path, what]) => `${path}: ${what}`),
    ),
    ...listed('as before', kept),
    ...(isDependent ? [`cdk8s-istio: ${dependency.spec}, ${dependency.because}`] : []),
    ...listed('by hand', byHand),
    'next:',
    ...(folder === '.' ? [] : [`  cd ${shellWord(folder)}`]),
    `  ${made.installer} install`,
    `  ${made.installer} ${made.installer === 'bun' ? 'run ' : ''}test`,
  ];
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${item}`)];
}
