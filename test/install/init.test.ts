import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { PACKAGE, run } from './project';

let folder = '';
let project = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-init-'));
  project = join(folder, 'my mesh');
  const packed = readdirSync(dirname(PACKAGE)).find((file) => file.endsWith('.tgz')) ?? '';
  const tarball = join(dirname(PACKAGE), packed);
  run(folder, join(PACKAGE, 'bin/cdk8s-istio.cjs'), 'init', '--package', tarball, project);
  shell('npm install --no-audit --no-fund --prefer-offline');
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints in the project, without what the npm that runs these tests has put into the environment. */
function shell(command: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return execFileSync('sh', ['-c', command], { cwd: project, env, encoding: 'utf8', stdio: 'pipe' });
}

test('the tests of a new project pass, and its manifests are those of this repository', () => {
  expect(shell('CI=true npm test -- --coverage 2>&1')).toMatch(
    /\nMesh coverage: requests ask about 3 of 3 [\s\S]*\nTests: +6 passed, 6 total\n/,
  );
  expect(readdirSync(join(project, 'dist'))).toEqual(['echo.k8s.yaml']);
  expect(readFileSync(join(project, 'dist/echo.k8s.yaml'), 'utf8')).toBe(
    readFileSync(resolve(__dirname, '../../dist/echo.k8s.yaml'), 'utf8'),
  );
});

test('its commands answer, and ./mesh says what it would do', () => {
  expect(shell('npx cdk8s-istio check dist')).toMatch(/ in 5 objects\n$/);
  expect(shell('npx cdk8s-istio trace http://127.0.0.1:9080/')).toMatch(
    /\n=> to Deployment default\/echo:8080 /,
  );
  expect(shell('./mesh up --dry-run')).toMatch(
    /\nk3d cluster create --config cluster\/k3d.yaml\n[\s\S]*\nnpm run synth\n/,
  );
});

test('to be made again, it lacks nothing', () => {
  expect(shell('npx cdk8s-istio init')).toBe('nothing is missing; everything is as it was\n');
});
