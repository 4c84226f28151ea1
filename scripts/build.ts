/** Builds the package: `build/lib` and `build/imports` with their types, `build/cli`, `build/page`, and the files of `init`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { filesOfRepository, PACKED_FILES } from '../lib/init/own-files';
import { files } from '../package.json';

const ROOT = resolve(__dirname, '..');

// What is packed is made here. Other folders of `build/`, such as the API reference, are not.
for (const folder of files.filter((file) => file.startsWith('build/'))) {
  rmSync(join(ROOT, folder), { recursive: true, force: true });
}
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
run('--require', './scripts/typescript.cjs', 'scripts/bundle-cli.ts');
run('--require', './scripts/typescript.cjs', 'scripts/build-page.ts');
mkdirSync(dirname(join(ROOT, PACKED_FILES)), { recursive: true });
writeFileSync(join(ROOT, PACKED_FILES), JSON.stringify(Object.fromEntries(filesOfRepository(ROOT))));

/** Runs a program of Node. If it fails, it has said why. */
function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
