/**
 * jest loads the library anew for each test file, which takes longer than most tests run. So whole runs have one file for
 * each group of unit tests, in `groups/`, and load the library once for a group. `npx jest FILE` runs a file by itself.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join, resolve, sep } = require('node:path');

const TESTS = resolve(__dirname, '..');
const FOLDERS = ['admission', 'checks', 'constructs', 'diff', 'routing'];

const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.test.ts') && !file.endsWith('.process.test.ts') && !file.startsWith(`install${sep}`),
);

/** Whether jest keeps something for the file: its snapshots, or modules in the place of others. */
const needsOwnRun = (file) => /toMatchSnapshot\(|jest\.mock\(/.test(readFileSync(join(TESTS, file), 'utf8'));

const groupOf = (file) => FOLDERS.find((folder) => file.startsWith(folder + sep)) ?? 'others';

module.exports = {
  TESTS,
  filesByThemselves: files.filter(needsOwnRun),
  filesOf: (group) => files.filter((file) => !needsOwnRun(file) && groupOf(file) === group).sort(),
};
