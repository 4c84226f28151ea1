import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPackage, makeProject, manifestOfPackage, requiredPackages, toolOf } from './project';

const MAIN = `
const { ApiObject, App, Chart } = require('cdk8s');
const { Destination, Gateway, MeshApp, Server, VirtualService } = require('cdk8s-istio');

const { HOST = 'cart', INJECTION = 'enabled', APP } = process.env;
const app = APP === 'MeshApp' ? new MeshApp() : new App();
const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
const object = (id, kind, rest) => new ApiObject(chart, id, { apiVersion: 'v1', kind, ...rest });
object('namespace', 'Namespace', { metadata: { name: 'shop', labels: { 'istio-injection': INJECTION } } });
object('cart', 'Service', { spec: { ports: [{ port: 80, name: 'http' }] } });
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [{ to: Destination.host(HOST === 'cart' ? 'shop-cart' : HOST) }],
});
app.synth();
`;
const NO_HOST =
  '> VirtualService shop/shop-routes, line 48: spec.http[0].route[0].destination.host "crat" is unknown: no Service and no ServiceEntry that is visible here has this host; ';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-validation-'));
  makeProject(folder, requiredPackages(), { 'main.js': MAIN });
  addPackage(folder, 'cdk8s-cli');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `cdk8s synth` does with these properties of the plugin and this environment. */
function synth(properties: object, environment: Readonly<Record<string, string>> = {}) {
  const validation = {
    package: './node_modules/cdk8s-istio',
    version: manifestOfPackage().version,
    class: 'IstioValidation',
    properties,
  };
  const config = { language: 'typescript', app: 'node main.js', validations: [validation] };
  writeFileSync(join(folder, 'cdk8s.yaml'), JSON.stringify(config));
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolOf('cdk8s-cli/bin/cdk8s'), 'synth'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', ...environment },
  });
  return { status, stdout, stderr };
}

test('good manifests pass', () => {
  const { status, stdout, stderr } = synth({});
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/Status +│ success/);
});

test('an error fails, with the path of the construct, and its code can be left out', () => {
  const { status, stdout } = synth({}, { HOST: 'crat' });
  expect(status).toBe(2);
  expect(stdout).toContain('- Construct Path: shop/routes/Resource');
  expect(stdout).toContain(NO_HOST);
  expect(synth({ ignore: ['IST0101'] }, { HOST: 'crat' }).status).toBe(0);
});

test('a warning is reported, and fails if the properties say so', () => {
  const { status, stdout } = synth({}, { INJECTION: 'on-demand' });
  expect({ status, isReported: stdout.includes('IST9102 (1 occurrences)') }).toEqual({
    status: 0,
    isReported: true,
  });
  expect(synth({ failOn: 'warning' }, { INJECTION: 'on-demand' }).status).toBe(2);
});

test('a property that does not exist is refused in a line', () => {
  const { status, stderr } = synth({ ignored: ['IST0101'] });
  expect({ status, stderr: stderr.trim() }).toEqual({
    status: 1,
    stderr: 'cdk8s.yaml: validations: IstioValidation: properties.ignored is unknown; did you mean "ignore"?',
  });
});

test('an error of a MeshApp is reported once, before any plugin runs', () => {
  const { status, stdout, stderr } = synth({}, { HOST: 'crat', APP: 'MeshApp' });
  expect(status).toBe(1);
  expect(`${stdout}${stderr}`.split('"crat" is unknown')).toHaveLength(2);
  expect(stdout).not.toContain('Validation Report');
});
