import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPackage, makeProject, requiredPackages, run, toolOf } from './project';

const TSC = toolOf('typescript/bin/tsc');

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
  expect(['dist']).not.toRoute({ url: 'http://a.com/' }, { to: 'api', weight: 10, tls: 'TLS' });
  // @ts-expect-error: the words are those of traces
  expect(() => expect(['dist']).not.toRoute('http://a.com/', { to: 'api', tls: 'mTLS' })).toThrow('has to be one of');
  expect(['dist']).toKeepRoutesOf('dist');
  // @ts-expect-error: manifests are not a number
  expect(() => expect(['dist']).toKeepRoutesOf(1)).toThrow('manifests are expected as "git:REVISION"');
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
  compilerOptions: { skipLibCheck: true, types: ['jest'], typeRoots: [toolOf('@types')] },
  files: ['routes.test.ts'],
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-project-'));
  // Without cdk8s-plus, which is optional.
  makeProject(folder, requiredPackages(), {
    'main.ts': MAIN,
    'tracing.ts': TRACING,
    'routes.test.ts': TEST,
    'tsconfig.json': JSON.stringify(TSCONFIG),
    'tsconfig.test.json': JSON.stringify(TEST_TSCONFIG),
    'package.json': '{}',
  });
  run(folder, TSC);
  run(folder, TSC, '--project', 'tsconfig.test.json');
  run(folder, 'main.js');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an app writes manifests', () => {
  const yaml = readFileSync(join(folder, 'dist/shop.k8s.yaml'), 'utf8');
  expect(yaml).toMatch(/kind: Gateway\n.*name: shop-gateway\n/s);
  expect(yaml).toMatch(/kind: Telemetry\n.*name: shop-telemetry\n/s);
});

test('the command checks them, and traces requests', () => {
  const cli = 'node_modules/cdk8s-istio/bin/cdk8s-istio.cjs';
  expect(run(folder, cli, 'check')).toMatch(/ in 2 objects\n$/);
  expect(run(folder, cli, 'trace', 'http://a.com/')).toMatch(/^GET http:\/\/a\.com\/\n.*\n=> 404 NR .*\n$/s);
});

test('an EchoServer is there once cdk8s-plus-28 is', () => {
  const script = `
    const { App, Chart } = require('cdk8s');
    const { EchoServer } = require('cdk8s-istio');
    try { console.log(new EchoServer(new Chart(new App(), 'shop'), 'echo').service.name); }
    catch ({ message }) { console.log(message); }`;
  expect(run(folder, '--eval', script)).toMatch(
    /^\[shop\/echo\] EchoServer is made of cdk8s-plus-28, which is not/,
  );
  addPackage(folder, 'cdk8s-plus-28');
  expect(run(folder, '--eval', script)).toBe('echo\n');
});

test('the matchers work in jest, and are there without it', () => {
  const reporters = ['--reporters=default', '--reporters=cdk8s-istio/testing/reporter'];
  const printed = run(
    folder,
    toolOf('jest/bin/jest.js'),
    'routes.test.js',
    '--ci',
    '--coverage',
    ...reporters,
  );
  expect(printed).toContain('Mesh coverage: requests ask about 1 of 1 routes, servers and policies\n');
  expect(run(folder, '-p', 'require("./tracing").names.join()')).toBe(
    'toRoute,toRedirect,toDeny,toAnswer,toRewrite,toKeepRoutesOf\n',
  );
});
