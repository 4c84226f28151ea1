import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from '../support';

const ROOT = resolve(__dirname, '../..');

/** Runs the script in a project whose `dist/` holds one file, with this as its app. */
function runSynth(app: string, ...args: string[]) {
  return runSynthWith('', app, ...args);
}

/** With more lines in `cdk8s.yaml`. */
function runSynthWith(config: string, app: string, ...args: string[]) {
  return inTemporaryFolder((folder) => {
    cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/old.k8s.yaml'), 'old');
    writeFileSync(join(folder, 'cdk8s.yaml'), `language: typescript\napp: node main.js\n${config}`);
    writeFileSync(join(folder, 'main.js'), app);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', './scripts/typescript.cjs', 'scripts/synth.ts', ...args],
      { cwd: folder, encoding: 'utf8' },
    );
    return { status, stdout, stderr, dist: readdirSync(join(folder, 'dist')) };
  });
}

const APP = `
  const { App, Chart, ApiObject } = require('cdk8s');
  const app = new App();
  new ApiObject(new Chart(app, 'new'), 'x', { apiVersion: 'v1', kind: 'ConfigMap' });
  app.synth();
`;
const FAILING_APP = 'console.error("[shop] wrong"); process.exit(1)';

// What is more than running the app is left to the CLI.
describe.each(['', 'synthConfig: { format: plain }\n'])('with "%s" in cdk8s.yaml', (config) => {
  test('replaces dist/ by what the app writes', () => {
    expect(runSynthWith(config, APP)).toEqual({
      status: 0,
      stdout: 'dist/new.k8s.yaml\n',
      stderr: '',
      dist: ['new.k8s.yaml'],
    });
  });

  test('keeps dist/ and passes on what the app says when it fails', () => {
    expect(runSynthWith(config, FAILING_APP)).toEqual({
      status: 1,
      stdout: '',
      stderr: '[shop] wrong\n',
      dist: ['old.k8s.yaml'],
    });
  });
});

test('keeps dist/ when the app writes nothing', () => {
  expect(runSynth('')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'synth: the app in cdk8s.yaml has written nothing; does it end with "app.synth()"?\n',
    dist: ['old.k8s.yaml'],
  });
});

test('takes no arguments', () => {
  expect(runSynth('', '--output', 'x')).toMatchObject({
    status: 2,
    stderr: 'synth: takes no arguments, but got "--output x"; call "npx cdk8s synth" for its options\n',
    dist: ['old.k8s.yaml'],
  });
});

test('tells of an app that ends without a word', () => {
  expect(runSynth('process.exit(3)')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'synth: the app in cdk8s.yaml has ended with exit code 3\n',
    dist: ['old.k8s.yaml'],
  });
});

test('tells where cdk8s.yaml is not YAML, without a stack trace', () => {
  const { status, stderr, dist } = runSynthWith('imports: [', APP);
  expect({ status, dist }).toEqual({ status: 1, dist: ['old.k8s.yaml'] });
  expect(stderr).toMatch(/^synth: cdk8s\.yaml: .* at line 3, column \d+/);
  expect(stderr).not.toContain('    at ');
});
