import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inTemporaryFolder } from '../support';

const ROOT = resolve(__dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

const MAIN = `
import { App, Chart } from 'cdk8s';
import { Gateway, Server } from 'cdk8s-istio';
import { Telemetry } from 'cdk8s-istio/imports/telemetry.istio.io';

const app = new App();
const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
new Telemetry(chart, 'telemetry', { spec: {} });
app.synth();
`;

/** Types of jest are not needed for the matchers, nor those of cdk8s for tracing. */
const TRACING = `
import { MeshModel, type Trace } from 'cdk8s-istio';
import { trace } from 'cdk8s-istio/routing';
import { matchers } from 'cdk8s-istio/testing';

export const traced: Trace = trace(MeshModel.of('dist'), 'http://a.com/');
export const names: string[] = Object.keys(matchers);
`;

const TEST = `
import { MeshModel } from 'cdk8s-istio';
import 'cdk8s-istio/testing';

test('nothing is behind the gateway yet', () => {
  expect(MeshModel.of('dist')).toAnswer('GET http://a.com/', { status: 404 });
  expect(['dist']).not.toRoute({ url: 'http://a.com/' }, { to: 'api', weight: 10 });
  // @ts-expect-error: a status is a number
  expect(() => expect('dist').not.toDeny('http://a.com/', { status: '403' })).toThrow('has to be a number');
});
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'node16',
    moduleResolution: 'node16',
    strict: true,
    skipLibCheck: false,
    types: [],
  },
  files: ['main.ts', 'tracing.ts'],
};
const TEST_TSCONFIG = {
  extends: './tsconfig.json',
  compilerOptions: { skipLibCheck: true, types: ['jest'], typeRoots: [join(ROOT, 'node_modules/@types')] },
  files: ['routes.test.ts'],
};

function run(folder: string, tool: string, ...args: string[]): string {
  return execFileSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** Puts the package into `folder` as npm would, with nothing beside it but what it declares. */
function install(folder: string): string[] {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'cdk8s-istio'));
  const manifest = JSON.parse(readFileSync(join(modules, 'cdk8s-istio/package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  return readdirSync(join(modules, 'cdk8s-istio'), { recursive: true }).map(String);
}

/** What few manifests need: a regular expression, and a rule in CEL that has to be run. */
const RARE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: regex }
spec: { hosts: [a.com], http: [{ match: [{ uri: { regex: "(" } }], directResponse: { status: 503 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cel }
spec: { hosts: [a.com], http: [{ timeout: soon, directResponse: { status: 503 } }] }
`;

test('another project installs, compiles and runs the packed library', () => {
  inTemporaryFolder((folder) => {
    const files = install(folder);
    writeFileSync(join(folder, 'main.ts'), MAIN);
    writeFileSync(join(folder, 'tracing.ts'), TRACING);
    writeFileSync(join(folder, 'routes.test.ts'), TEST);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    writeFileSync(join(folder, 'tsconfig.test.json'), JSON.stringify(TEST_TSCONFIG));
    writeFileSync(join(folder, 'package.json'), '{}');

    run(folder, TSC);
    run(folder, TSC, '--project', 'tsconfig.test.json');
    run(folder, 'main.js');

    const yaml = readFileSync(join(folder, 'dist/shop.k8s.yaml'), 'utf8');
    expect(yaml).toMatch(/kind: Gateway\n.*name: shop-gateway\n/s);
    expect(yaml).toMatch(/kind: Telemetry\n.*name: shop-telemetry\n/s);

    const cli = join(folder, 'node_modules/cdk8s-istio/bin/cdk8s-istio.cjs');
    expect(run(folder, cli, 'check')).toMatch(/ in 2 objects\n$/);
    expect(run(folder, cli, 'trace', 'http://a.com/')).toMatch(
      /^GET http:\/\/a\.com\/\n.*\n=> 404 NR .*\n$/s,
    );
    expect(run(folder, '-p', 'require("./tracing").names.join()')).toBe(
      'toRoute,toRedirect,toDeny,toAnswer,toRewrite\n',
    );
    run(folder, JEST, '--ci', 'routes.test.js');

    // The CLI brings all that it needs.
    for (const name of readdirSync(join(folder, 'node_modules')).filter((name) => name !== 'cdk8s-istio')) {
      rmSync(join(folder, 'node_modules', name), { recursive: true });
    }
    writeFileSync(join(folder, 'rare.yaml'), RARE);
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'check', 'rare.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^rare\.yaml:4: Error \[IST0106\] .*regex/m);
    expect(stdout).toMatch(/^rare\.yaml:9: Error \[IST0106\] .*timeout/m);
    expect(run(folder, cli, 'trace', '--manifests', 'rare.yaml', 'http://a.com/')).toMatch(
      /\n=> connection refused/,
    );
    const inPackage = (file: string) => readFileSync(join(folder, 'node_modules/cdk8s-istio', file), 'utf8');
    for (const name of Object.keys(JSON.parse(inPackage('package.json')).dependencies)) {
      expect(inPackage('build/cli/THIRD-PARTY-NOTICES')).toMatch(
        new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'),
      );
    }

    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'docs/library.md', 'build/lib/index.d.ts']),
    );
    expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^(test|scripts|dist|examples|bench|build\/docs)/.test(file))).toEqual([]);
  });
});
