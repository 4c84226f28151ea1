import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFiles } from '../../lib/init';
import { changed } from '../../lib/init/own-files';
import { devDependencies } from '../../package.json';

const ROOT = resolve(__dirname, '../..');
const files = projectFiles({ name: 'shop', packageSpec: 'file:../cdk8s-istio.tgz' });
const textOf = (path: string) => files.get(path)?.text ?? '';

test('a project has the app of this repository, with the library as a package', () => {
  expect(textOf('main.ts')).toMatch(/^import .* from 'cdk8s';\nimport .* from 'cdk8s-istio';\n/);
  expect(JSON.parse(textOf('tsconfig.json')).compilerOptions).not.toHaveProperty('paths');
  expect(textOf('README.md')).toMatch(/^# shop\n/);
});

test('its package.json has the versions that this repository is tested with', () => {
  const manifest = JSON.parse(textOf('package.json'));
  const {
    'cdk8s-istio': own,
    'ts-jest': tsJest,
    ...others
  } = { ...manifest.dependencies, ...manifest.devDependencies };
  expect({ name: manifest.name, own, tsJest }).toEqual({
    name: 'shop',
    own: 'file:../cdk8s-istio.tgz',
    tsJest: '^29.4.0',
  });
  expect(devDependencies).toMatchObject(others);
});

test('what the README names exists', () => {
  const paths = [...textOf('README.md').matchAll(/`([\w./-]*[./][\w./-]+)`/g)].map(([, path = '']) => path);
  const exists = (path: string) =>
    [...files.keys()].some((file) => file === path || file.startsWith(path)) ||
    existsSync(join(ROOT, path.replace('node_modules/cdk8s-istio/', '')));
  expect(paths.length).toBeGreaterThan(5);
  // npm makes the lock file.
  expect(paths.filter((path) => !exists(path) && path !== 'package-lock.json')).toEqual([]);
});

test('only ./mesh is a program', () => {
  expect([...files].filter(([, file]) => file.isExecutable).map(([path]) => path)).toEqual(['mesh']);
});

test('another app takes the place of main.ts and its tests', () => {
  const other = projectFiles({ name: 'shop', packageSpec: '0.1.0', app: { 'main.ts': 'export {};\n' } });
  expect(other.get('main.ts')?.text).toBe('export {};\n');
  expect([...files.keys()].filter((path) => !other.has(path))).toEqual([
    'test/routes.test.ts',
    'test/__snapshots__/manifests.test.ts.snap',
  ]);
});

test.each([
  ['main.ts', "import './lib';", "main.ts has the text from './lib' 0 times, and once is expected"],
  ['main.ts', "from './lib' from './lib'", "main.ts has the text from './lib' 2 times, and once is expected"],
  ['main.ts', "from './lib'; from './other'", 'main.ts imports "./other", which a project does not have'],
])('a file that no longer fits is an error: %s %s', (path, text, message) => {
  expect(() => changed(path, text, [["from './lib'", "from 'cdk8s-istio'"]])).toThrow(new TypeError(message));
});
