import { runCheck } from './check';
import { runTrace } from './trace';
import { UsageError } from './usage';

const USAGE = `usage: cdk8s-istio COMMAND [OPTION]... [ARGUMENT]...

  check   what is wrong with these manifests?
  trace   where does this request go?

"cdk8s-istio COMMAND --help" tells about a command.`;

const COMMANDS = new Map([
  ['check', runCheck],
  ['trace', runTrace],
]);

function main([name, ...args]: readonly string[]): number {
  try {
    if (name === '--help' || name === '-h') {
      console.log(USAGE);
      return 0;
    }
    const command = COMMANDS.get(name ?? '');
    if (!command) {
      throw new UsageError(name === undefined ? 'a command is missing' : `"${name}" is no command`, USAGE);
    }
    return command(args);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`cdk8s-istio: ${error.message}${error.usage ? `\n\n${error.usage}` : ''}`);
      return 2;
    }
    throw error;
  }
}

// Those who read along may stop early, as `head` does.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));
process.exitCode = main(process.argv.slice(2));
