import { type ParseArgsConfig, parseArgs } from 'node:util';
import { InvalidRequest } from '../routing/request/request';

/** The call is wrong, or names what cannot be used: told without a stack trace, exit status 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** How the command is called, where that helps. */
    readonly usage = '',
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** By its name: in the package, each command comes with a class of its own. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** Node's `parseArgs`, whose complaints become usage errors. */
export function parse<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node adds advice on how to pass arguments that begin with a dash, which is noise here.
    const [message = ''] = (error as Error).message.split(/\. To specify|\n/);
    throw new UsageError(message, usage);
  }
}

/** Reads what the user has named. */
export function attempt<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    // A TypeError or the like is a defect in this code.
    const isMistake =
      error instanceof InvalidRequest || (error instanceof Error && error.constructor === Error);
    throw isMistake ? new UsageError(error.message) : error;
  }
}

/** One of a few words. */
export function choice<Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) {
    throw new UsageError(`${option} "${value}" is unknown; use ${words.join(' or ')}`);
  }
  return word;
}
