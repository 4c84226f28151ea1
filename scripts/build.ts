/** Builds the package: `build/lib` and `build/imports` with their types, and `build/cli`. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { files } from '../package.json';

const ROOT = resolve(__dirname, '..');

// What is packed is made here. Other folders of `build/`, such as the API reference, are not.
for (const folder of files.filter((file) => file.startsWith('build/'))) {
  rmSync(join(ROOT, folder), { recursive: true, force: true });
}
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
run('--require', './scripts/typescript.cjs', 'scripts/bundle-cli.ts');

/** Runs a program of Node. If it fails, it has said why. */
function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
