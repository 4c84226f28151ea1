import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { run } from './project';

const ROOT = resolve(__dirname, '../..');
const NOT_SOURCES = ['.git', 'build', 'dist', 'node_modules'];

let folder = '';
let checkout = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-build-'));
  checkout = join(folder, 'checkout');
  cpSync(ROOT, checkout, {
    recursive: true,
    filter: (path) => !NOT_SOURCES.includes(path.slice(ROOT.length + 1).split(sep)[0] ?? ''),
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What npm is called with, without what the npm that runs these tests has put into the environment. */
function npm(cwd: string, ...args: string[]): void {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline'], { cwd, env, stdio: 'pipe' });
}

test('an installation of the dependencies builds nothing, and needs none of the tools', () => {
  npm(checkout, 'ci', '--omit=dev');
  expect(existsSync(join(checkout, 'node_modules/typescript'))).toBe(false);
  expect(existsSync(join(checkout, 'build'))).toBe(false);
});

test('to pack without the tools is refused', () => {
  expect(() => npm(checkout, 'pack', '--pack-destination', folder)).toThrow(
    /cdk8s-istio is not built, because typescript and esbuild are not installed; run "npm ci" in .* without --omit=dev/,
  );
});

test('a build removes what it made before, and nothing else of build/', () => {
  rmSync(join(checkout, 'node_modules'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  for (const file of [
    'docs/index.html',
    'canary/echo.k8s.yaml',
    'lib/old.js',
    'imports/old.js',
    'cli/old.js',
  ]) {
    mkdirSync(join(checkout, 'build', file, '..'), { recursive: true });
    writeFileSync(join(checkout, 'build', file), '');
  }
  npm(checkout, 'run', 'build');
  const files = readdirSync(join(checkout, 'build'), { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(
    expect.arrayContaining(['docs/index.html', 'canary/echo.k8s.yaml', 'lib/index.js', 'cli/main.js']),
  );
  expect(files.filter((file) => file.endsWith('old.js'))).toEqual([]);
  rmSync(join(checkout, 'node_modules'));
  rmSync(join(checkout, 'build'), { recursive: true });
});

test('a dependency on the git repository is built', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: checkout, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'all');
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { cdk8s: '^2.70.0', constructs: '^10.4.0', 'cdk8s-istio': `git+file://${checkout}` },
    }),
  );
  npm(project, 'install', '--omit=dev');
  expect(run(project, '-p', 'require("cdk8s-istio").check([]).length')).toBe('0\n');
  expect(existsSync(join(project, 'node_modules/cdk8s-istio/build/lib/index.d.ts'))).toBe(true);
  writeFileSync(
    join(project, 'a.yaml'),
    'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [] }\n',
  );
  expect(run(project, 'node_modules/cdk8s-istio/bin/cdk8s-istio.cjs', 'check', 'a.yaml')).toMatch(
    / in 1 object\n$/,
  );
}, 600_000);
