import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Output } from '../../lib/cli/output';
import { inTemporaryFolder } from '../support';

/** What a command gives. */
export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a folder with these files. */
export function runIn(
  files: Readonly<Record<string, string>>,
  command: (args: readonly string[], output: Output) => number,
  args: readonly string[],
): Run {
  return inTemporaryFolder((folder) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const [out, err]: [string[], string[]] = [[], []];
    const output: Output = {
      print: (text) => out.push(text),
      complain: (text) => err.push(text),
      isColoured: false,
    };
    const before = process.cwd();
    process.chdir(folder);
    try {
      return { status: command(args, output), out: out.join('\n'), err: err.join('\n') };
    } finally {
      process.chdir(before);
    }
  });
}
