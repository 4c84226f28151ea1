/**
 * `npm run synth`: runs `cdk8s synth` and replaces `dist/` only when it has succeeded. By itself, the CLI empties
 * `dist/` first, and adds a stack trace of its own to the mistakes that the app has printed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { replaceFolder } from './replace-folder';

const ROOT = resolve(__dirname, '..');
const CLI = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin/cdk8s');

function main(args: readonly string[]): number {
  if (args.length > 0) {
    console.error(
      `synth: takes no arguments, but got "${args.join(' ')}"; call "npx cdk8s synth" for its options`,
    );
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const output = join(work, 'dist');
    const { status, stderr } = spawnSync(
      process.execPath,
      [CLI, 'synth', '--output', output, '--check-upgrade=false'],
      { cwd: ROOT, encoding: 'utf8', stdio: ['inherit', 'ignore', 'pipe'] },
    );
    process.stderr.write(stderr.replace(/^Error: command .* returned a non-zero exit code[\s\S]*/m, ''));
    if (status === 0) {
      replaceFolder(join(ROOT, 'dist'), output);
      console.log(
        readdirSync(output)
          .map((file) => `dist/${file}`)
          .join('\n'),
      );
    }
    return status === 0 ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

process.exitCode = main(process.argv.slice(2));
