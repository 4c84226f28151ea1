import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');

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
};

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

test('another project installs, compiles and runs the packed library', () => {
  inTemporaryFolder((folder) => {
    const files = install(folder);
    writeFileSync(join(folder, 'main.ts'), MAIN);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));

    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], { cwd: folder });
    execFileSync(process.execPath, ['main.js'], { cwd: folder });

    const yaml = readFileSync(join(folder, 'dist/shop.k8s.yaml'), 'utf8');
    expect(yaml).toMatch(/kind: Gateway\n.*name: shop-gateway\n/s);
    expect(yaml).toMatch(/kind: Telemetry\n.*name: shop-telemetry\n/s);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'build/lib/index.d.ts']));
    expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^(test|scripts|dist|examples|bench|build\/docs)/.test(file))).toEqual([]);
  });
});
