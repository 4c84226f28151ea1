import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, run } from './measure';

export const CLI = dirname(require.resolve('cdk8s-cli/package.json'));
const TEMPLATE = join(CLI, 'templates/typescript-app');

/** The five objects of this repository's `main.ts`, as one writes them after `cdk8s init typescript-app`. */
const MAIN = `import { App, Chart } from 'cdk8s';
import { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Gateway, VirtualService } from './imports/networking.istio.io';

const app = new App();
const chart = new Chart(app, 'echo', { namespace: 'default', disableResourceNameHashes: true });
const serviceAccount = new ServiceAccount(chart, 'account');
const deployment = new Deployment(chart, 'server', {
  serviceAccount,
  containers: [{ image: 'mendhak/http-https-echo:37', portNumber: 8080 }],
});
const service = deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
const gateway = new Gateway(chart, 'gateway', {
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }],
  },
});
new VirtualService(chart, 'routes', {
  spec: {
    hosts: ['*'],
    gateways: [gateway.name],
    http: [{ timeout: '5s', route: [{ destination: { host: service.name } }] }],
  },
});
app.synth();
`;

/** A project like those that `cdk8s init typescript-app` makes. */
export interface StockProject {
  /** What `npx cdk8s synth` needs in its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** What is in it. */
  readonly description: string;
}

/**
 * @param folder is created
 * @param crds the path of a file; without it, the address in `cdk8s.yaml`
 */
export function createStockProject(folder: string, crds = configuredCrds()): StockProject {
  mkdirSync(folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['cdk8s.yaml', 'tsconfig.json']) {
    cpSync(join(TEMPLATE, file), join(folder, file));
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "stock", "private": true }\n');
  writeFileSync(join(folder, 'main.ts'), MAIN);
  // The template asks for TypeScript 5.9, which the CLI brings along.
  const jsii = dirname(require.resolve('jsii/package.json', { paths: [CLI] }));
  const compiler = dirname(require.resolve('typescript/package.json', { paths: [jsii] }));
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8')) as { version: string };
  return {
    env: { ...process.env, TS_NODE_COMPILER: compiler },
    description: `TypeScript ${version}, ${importCrds(folder, crds)}`,
  };
}

function importCrds(folder: string, crds: string): string {
  const imports = join(folder, 'imports');
  try {
    run(
      process.execPath,
      [join(CLI, 'bin/cdk8s'), 'import', crds, '--language', 'typescript', '--output', imports, '--no-save'],
      { cwd: folder, env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' } },
    );
    return 'full import of the CRDs';
  } catch {
    cpSync(join(ROOT, 'imports'), imports, { recursive: true });
    return 'the small imports/ of this repository, as the CRDs cannot be read; give a file with --crds';
  }
}

function configuredCrds(): string {
  const { imports } = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { imports: string[] };
  return imports[0] ?? '';
}
