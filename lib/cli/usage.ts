import { type ParseArgsConfig, parseArgs } from 'node:util';
import { alternatives } from '../catalogue/words';
import { isMistake } from '../manifests/is-mistake';
import { InvalidRequest } from '../routing/request/request';

/** A wrong call, or a file that cannot be used. It is printed without a stack trace, and the exit status is 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** The usage of the command, if it helps. */
    readonly usage = '',
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Whether an error is a UsageError. In the package, each command has its own copy of the class. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** Calls Node's `parseArgs`. Its errors become usage errors. */
export function parse<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node adds advice on arguments that begin with a dash, which does not help here.
    const [message = ''] = (error as Error).message.split(/\. To specify|\n/);
    throw new UsageError(message, usage);
  }
}

/** Reads what the user named. Errors become usage errors. */
export function attempt<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof InvalidRequest || isMistake(error) ? new UsageError(error.message) : error;
  }
}

/** The value of an option that takes one of a few words. */
export function choice<Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) {
    throw new UsageError(`${option} "${value}" is unknown; use ${alternatives(words)}`);
  }
  return word;
}

/** In how many characters lines of a usage fit. */
const WIDTH = 120;

/** Where the columns of the options begin in a usage. */
export interface UsageColumns {
  readonly names: number;
  readonly texts: number;
}

/** The lines of a usage about options. */
export function optionLines(
  options: readonly (readonly [option: string, text: string])[],
  { names, texts }: UsageColumns,
): string {
  return options
    .flatMap(([option, text]) =>
      wrapped(text, WIDTH - texts).map(
        (line, i) => `${' '.repeat(names)}${i === 0 ? `${option} ` : ''}`.padEnd(texts) + line,
      ),
    )
    .join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
