import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProject, run } from './project';

const APP = `
import { App, Chart } from 'cdk8s';
import { Gateway, Server } from 'cdk8s-istio';

export const app = new App();
const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
`;

const PASSING = `
import 'cdk8s-istio/testing/vitest';
import { expect, test } from 'vitest';
import { app } from './app.js';

test('nothing is behind the gateway yet', () => {
  expect(app).toAnswer('GET http://a.com/', { status: 404 });
  expect(app).not.toRoute({ url: 'http://a.com/' }, { to: 'api', weight: 10, within: '5s' });
  // @ts-expect-error: a timeout is a duration
  expect(() => expect(app).not.toRoute('http://a.com/', { to: 'api', within: 5 })).toThrow('has to be a duration');
  expect(app).toKeepRoutesOf(app.charts[0]!);
  // @ts-expect-error: manifests are not a number
  expect(() => expect(app).not.toKeepRoutesOf(1)).toThrow('manifests are expected as "git:REVISION"');
  // @ts-expect-error: a status is a number
  expect(() => expect(app).not.toDeny('http://a.com/', { status: '403' })).toThrow('has to be a number');
});
`;

const FAILING = `
import 'cdk8s-istio/testing/vitest';
import { expect, test } from 'vitest';
import { app } from './app.js';

test('a request', () => {
  expect(app).toRoute('GET http://a.com/', { to: 'api' });
});
`;

const tsconfig = (module: string, moduleResolution: string) =>
  JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      types: ['node'],
    },
    include: ['*.ts'],
  });

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-vitest-'));
  installProject(
    folder,
    {
      cdk8s: '^2.70.0',
      constructs: '^10.4.0',
      '@types/node': '^20',
      typescript: '^7',
      // vitest 5 needs Node 22.
      vitest: '^4',
    },
    {
      'app.ts': APP,
      'passing.test.ts': PASSING,
      'failing.test.ts': FAILING,
      'tsconfig.json': tsconfig('nodenext', 'nodenext'),
      'tsconfig.bundler.json': tsconfig('esnext', 'bundler'),
    },
  );
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vitest = (file: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', file, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });

test.each(['tsconfig.json', 'tsconfig.bundler.json'])(
  'the matchers have types: %s',
  (config) => {
    run(folder, 'node_modules/typescript/bin/tsc', '--project', config);
  },
  120_000,
);

test('the matchers pass', () => {
  const reporters = ['--reporter=default', '--reporter=cdk8s-istio/testing/reporter'];
  const { status, stdout, stderr } = vitest('passing.test.ts', ...reporters);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('1 passed');
  expect(stdout).toContain('Mesh coverage: requests ask about 1 of 1 routes, servers and policies\n');
});

test('the matchers fail, and say what the client gets instead', () => {
  const { status, stderr } = vitest('failing.test.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('Expected: to "api"\nReceived: 404 NR (no route)');
});
