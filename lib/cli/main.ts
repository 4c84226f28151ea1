import { ownVersion } from '../init/own-package';
import { type Output, standardOutput } from './output';
import { isUsageError, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio COMMAND [OPTION]... [ARGUMENT]...

  check   what is wrong with these manifests?
  trace   where does this request go?
  diff    which requests change their fate between two versions of the manifests?
  view    a page to look at the mesh with a browser, and to ask where requests go
  draw    a drawing of the mesh, or of the way of a request, for READMEs and pull requests
  tests   a test for each route and each policy, with what its request gets today
  init    a project of one's own, with an app, its tests, and a cluster for this laptop
  convert a project whose app makes the objects of these manifests

"cdk8s-istio COMMAND --help" describes a command, and "cdk8s-istio --version" prints the version.`;

/** Runs a command with its arguments, and returns its exit status. */
type Command = (args: readonly string[], output: Output) => number;

/** The commands. Each is loaded when it is called. */
const COMMANDS: ReadonlyMap<string, () => Command> = new Map([
  ['check', () => (require('./check') as typeof import('./check')).runCheck],
  ['trace', () => (require('./trace') as typeof import('./trace')).runTrace],
  ['diff', () => (require('./diff') as typeof import('./diff')).runDiff],
  ['view', () => (require('./view') as typeof import('./view')).runView],
  ['draw', () => (require('./draw') as typeof import('./draw')).runDraw],
  ['tests', () => (require('./tests') as typeof import('./tests')).runTests],
  ['convert', () => (require('./convert') as typeof import('./convert')).runConvert],
  ['init', () => (require('./init') as typeof import('./init')).runInit],
]);

function isForVersion(argument: string | undefined): boolean {
  return argument === '--version' || argument === '-v';
}

function main([name, ...args]: readonly string[], output: Output): number {
  try {
    if (name === '--help' || name === '-h') {
      output.print(USAGE);
      return 0;
    }
    if (isForVersion(name) || (COMMANDS.has(name ?? '') && isForVersion(args[0]))) {
      output.print(ownVersion());
      return 0;
    }
    const command = COMMANDS.get(name ?? '');
    if (!command) {
      throw new UsageError(name === undefined ? 'a command is missing' : `"${name}" is not a command`, USAGE);
    }
    return command()(args, output);
  } catch (error) {
    if (isUsageError(error)) {
      output.complain(`cdk8s-istio: ${error.message}${error.usage ? `\n\n${error.usage}` : ''}`);
      return 2;
    }
    throw error;
  }
}

process.exitCode = main(process.argv.slice(2), standardOutput);
