import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from '../support';

const ROOT = resolve(__dirname, '../..');
const APP = `
const { Chart } = require('cdk8s');
const { DestinationRule, MeshApp, VirtualService } = require('${join(ROOT, 'lib')}');
const app = new MeshApp({ outdir: __dirname });
const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
`;

/** Runs an app as \`node main.js\` does. */
function run(code: string): { status: number | null; stderr: string } {
  return inTemporaryFolder((folder) => {
    const file = join(folder, 'main.ts');
    writeFileSync(file, APP + code);
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') };
    delete env.CDK8S_OUTDIR;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--require', join(ROOT, 'scripts/typescript.cjs'), file],
      { encoding: 'utf8', env },
    );
    return { status, stderr };
  });
}

test.each<[string, string, string]>([
  [
    'mistakes at synth',
    `new VirtualService(chart, 'routes', { hosts: ['a.example.com'], http: [{ directResponse: { status: 503 }, timeot: 1 }] }); app.synth();`,
    '[shop/routes] VirtualService "shop-routes": http[0].timeot is unknown; did you mean "timeout"? [IST9041]\n',
  ],
  [
    'a mistake in a call',
    `new DestinationRule(chart, 'rule', { host: 'shop' }).subset('v1');`,
    '[shop/rule] DestinationRule "shop-rule": has no subset "v1"; its subsets are: none [IST0101]\n',
  ],
  [
    'a mistake in an asynchronous function',
    `async function main() { await 0; new MeshApp({ istio: '1.99' }); } main();`,
    'Istio "1.99" is not supported; use one of 1.30, 1.31, 1.32\n',
  ],
])('%s: one line, and no stack trace', (_, code, stderr) => {
  expect(run(code)).toEqual({ status: 1, stderr });
});

test('a defect after a mistake that was caught keeps its stack trace', () => {
  const { status, stderr } = run(`try { new MeshApp({ istio: '1.99' }); } catch {} undefined.x;`);
  expect(status).toBe(1);
  expect(stderr).toMatch(/TypeError: Cannot read properties of undefined \(reading 'x'\)\n\s+at .*main\.ts/);
});
