#!/usr/bin/env node
import { runCheck } from './check';
import { UsageError } from './usage';

const USAGE = `usage: cdk8s-istio COMMAND [OPTION]... [ARGUMENT]...

  check   what is wrong with these manifests?
  trace   where does this request go?

'cdk8s-istio COMMAND --help' tells about a command.`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => number>> = { check: runCheck };

function main([name, ...args]: readonly string[]): number {
  try {
    const command = name === undefined ? undefined : COMMANDS[name];
    if (command) {
      return command(args);
    }
    if (name === '--help' || name === '-h') {
      console.log(USAGE);
      return 0;
    }
    throw new UsageError(name === undefined ? 'a command is missing' : `"${name}" is no command`, USAGE);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`cdk8s-istio: ${error.message}${error.usage ? `\n\n${error.usage}` : ''}`);
      return 2;
    }
    throw error;
  }
}

process.exitCode = main(process.argv.slice(2));
