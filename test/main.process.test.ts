import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');

function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** What `cdk8s synth` writes. */
function synthesize(): Record<string, string> {
  return inTemporaryFolder((folder) => {
    const output = join(folder, 'dist');
    const cli = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
    execFileSync(process.execPath, [cli, 'synth', '--output', output, '--check-upgrade=false'], {
      cwd: ROOT,
    });
    return contentsOf(output);
  });
}

test('main.ts gives what is in dist/, which test/manifests.test.ts compares with what was accepted', () => {
  expect(contentsOf(join(ROOT, 'dist'))).toEqual(synthesize());
});
