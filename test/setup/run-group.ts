import { basename, join } from 'node:path';

const { filesOf, TESTS }: { filesOf(group: string): string[]; TESTS: string } = require('./unit-tests.cjs');

/** Runs the tests of all files of the group that the calling file is named after. */
export function runGroup(caller: string): void {
  for (const file of filesOf(basename(caller, '.ts'))) {
    describe(file, () => {
      require(join(TESTS, file));
    });
  }
}
