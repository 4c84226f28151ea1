/**
 * `npm run synth`: what `cdk8s synth` does, but `dist/` is replaced only when all has succeeded; the CLI empties it
 * first. It also starts faster: the CLI is loaded only for what it alone can do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { replaceFolder } from './replace-folder';

const ROOT = resolve(__dirname, '..');
const CLI = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin/cdk8s');

interface Config {
  readonly app?: string;
  readonly validations?: unknown;
  readonly synthConfig?: unknown;
}

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
    if (!synthesize(output)) {
      return 1;
    }
    if (!existsSync(output)) {
      console.error('synth: the app in cdk8s.yaml has written nothing; does it end with "app.synth()"?');
      return 1;
    }
    replaceFolder(join(ROOT, 'dist'), output);
    console.log(
      readdirSync(output)
        .map((file) => `dist/${file}`)
        .join('\n'),
    );
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Whether the app has succeeded. If not, the reason has been printed. */
function synthesize(output: string): boolean {
  const config = readConfig();
  if (config === undefined) {
    return false;
  }
  if (config.app === undefined || config.validations !== undefined || config.synthConfig !== undefined) {
    return synthesizeWithCli(output);
  }
  const { status, signal } = spawnSync(config.app, {
    cwd: ROOT,
    shell: true,
    env: { ...process.env, CDK8S_OUTDIR: output },
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  // An app that says nothing of its end has often been killed, or has called process.exit() somewhere.
  if (status !== 0 && status !== 1) {
    console.error(`synth: the app in cdk8s.yaml has ended with ${signal ?? `exit code ${status}`}`);
  }
  return status === 0;
}

/** What the CLI is configured with; undefined, and said so, when it cannot be read. */
function readConfig(): Config | undefined {
  try {
    return (parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as Config | null) ?? {};
  } catch (error) {
    console.error(`synth: cdk8s.yaml: ${(error as Error).message.trimEnd()}`);
    return undefined;
  }
}

function synthesizeWithCli(output: string): boolean {
  const { status, stderr } = spawnSync(
    process.execPath,
    [CLI, 'synth', '--output', output, '--check-upgrade=false'],
    { cwd: ROOT, encoding: 'utf8', stdio: ['inherit', 'ignore', 'pipe'] },
  );
  // The CLI adds a stack trace of its own to the mistakes that the app has printed.
  process.stderr.write(stderr.replace(/^Error: command .* returned a non-zero exit code[\s\S]*/m, ''));
  return status === 0;
}

process.exitCode = main(process.argv.slice(2));
