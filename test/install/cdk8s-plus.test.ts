import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProject, run, toolOf } from './project';

/** What `cdk8s init typescript-app` writes, without the lines that the CLI fills in. */
const TSCONFIG = readFileSync(toolOf('cdk8s-cli/templates/typescript-app/tsconfig.json'), 'utf8');

const main = (plus: string) => `
import { Chart, Cron } from 'cdk8s';
import * as kplus from '${plus}';
import {
  AuthorizationPolicy, ClientTls, DestinationRule, EgressHosts, Gateway, MeshApp, MeshNamespace, Server, ServerTls, Sidecar,
  TargetReference, Telemetry, Tracing, VirtualService, WasmPlugin, WorkloadEntry,
} from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
const containers = [{ image: 'nginx:1.27', portNumber: 80 }];

const namespace = new kplus.Namespace(chart, 'namespace', { metadata: { name: 'shop' } });
const meshNamespace = new MeshNamespace(chart, 'mesh-namespace');
const account = new kplus.ServiceAccount(chart, 'account', { metadata: { name: 'web' } });
const elsewhere = kplus.ServiceAccount.fromServiceAccountName(chart, 'elsewhere', 'robot');
const secret = new kplus.Secret(chart, 'secret', { metadata: { name: 'own' } });
const shared = kplus.Secret.fromSecretName(chart, 'shared', 'shared');
const deployment = new kplus.Deployment(chart, 'deployment', { containers, serviceAccount: account });
const service = deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 80 }] });
const setService = new kplus.Service(chart, 'set-service', { ports: [{ name: 'http', port: 80 }] });
const statefulSet = new kplus.StatefulSet(chart, 'set', { containers, service: setService });
const daemonSet = new kplus.DaemonSet(chart, 'daemons', { containers, serviceAccount: account });
const job = new kplus.Job(chart, 'job', { containers, serviceAccount: account });
const cronJob = new kplus.CronJob(chart, 'cron', { containers, schedule: Cron.daily(), serviceAccount: account });
const pod = new kplus.Pod(chart, 'pod', { containers, serviceAccount: account });
const ports = [{ name: 'http', port: 80 }];
const rawService = new kplus.k8s.KubeService(chart, 'raw', {
  metadata: { name: 'raw' },
  spec: { selector: { app: 'raw' }, ports },
});
const rawDeployment = new kplus.k8s.KubeDeployment(chart, 'raw-deployment', {
  metadata: { name: 'raw' },
  spec: {
    selector: { matchLabels: { app: 'raw' } },
    template: {
      metadata: { labels: { app: 'raw' } },
      spec: { serviceAccountName: 'web', containers: [{ name: 'x', image: 'nginx:1.27' }] },
    },
  },
});

const tls = ServerTls.simple({ credentialName: shared });
const servers = [Server.http({ hosts: ['*'] }), Server.https({ hosts: ['*'], tls })];
const gateway = new Gateway(chart, 'gateway', { servers });
gateway.expose(rawService, { host: 'a.example.com' });
gateway.expose(statefulSet, { host: 'a.example.com', path: '/set' });
const rule = new DestinationRule(chart, 'rule', {
  host: service,
  subsets: { all: { labels: deployment } },
  trafficPolicy: { tls: ClientTls.simple({ credentialName: secret }) },
  workloadSelector: pod,
});
new VirtualService(chart, 'routes', {
  hosts: ['shop'],
  http: [
    { match: [{ headers: { 'x-user': 'jason' }, sourceNamespace: namespace }], to: rule.subset('all') },
    { to: [{ destination: setService, weight: 1 }, { destination: rawService, weight: 1 }], mirrors: [{ destination: service }] },
  ],
});
new Sidecar(chart, 'sidecar', {
  workloadSelector: daemonSet,
  egress: [{ hosts: [EgressHosts.service(service), EgressHosts.namespace(meshNamespace)] }],
});
new AuthorizationPolicy(chart, 'policy', {
  selector: rawDeployment,
  rules: [
    { from: [account, elsewhere, deployment, job, cronJob, pod, rawDeployment, namespace, { notPrincipals: [account] }] },
  ],
});
const tracing: Tracing[] = [{ randomSamplingPercentage: 1 }];
new Telemetry(chart, 'telemetry', { targetRefs: [TargetReference.service(service)], tracing });
new WorkloadEntry(chart, 'machine', { address: '10.0.0.1', serviceAccount: account });
new WasmPlugin(chart, 'wasm', { selector: statefulSet, url: 'oci://example.com/wasm:1', imagePullSecret: shared });
new kplus.Role(chart, 'role').allowRead(gateway);

app.synth();
`;

const REFERENCE =
  /(host|credentialName|imagePullSecret|serviceAccount|sourceNamespace|addr|app): .*|[\w.]+\/ns\/.*|- (\.|shop.*)\/.*/g;
const REFERENCES = [
  'credentialName: shared',
  'host: shop-set-service',
  'host: raw',
  'host: shop-deployment-service',
  'addr: shop-deployment-c8ec9bf1',
  'credentialName: own',
  'addr: shop-pod-c88a7a97',
  'sourceNamespace: shop',
  'host: shop-deployment-service',
  'host: shop-deployment-service',
  'host: shop-set-service',
  'host: raw',
  '- ./shop-deployment-service.shop.svc.cluster.local',
  '- shop-mesh-namespace/*',
  'addr: shop-daemons-c8b8a715',
  'cluster.local/ns/shop/sa/web',
  'cluster.local/ns/default/sa/robot',
  ...Array(5).fill('cluster.local/ns/shop/sa/web'),
  'cluster.local/ns/shop/sa/web',
  'app: raw',
  'serviceAccount: web',
  'imagePullSecret: shared',
  'addr: shop-set-c8099874',
];

/** The newest cdk8s-plus of the registry. Each version of Kubernetes has a package of its own. */
function newestPlus(): string {
  let newest = KNOWN_PLUS;
  while (isPublished(`cdk8s-plus-${newest + 1}`)) {
    newest += 1;
  }
  return `cdk8s-plus-${newest}`;
}

/** A version of cdk8s-plus that exists, from which newer ones are looked for. */
const KNOWN_PLUS = 34;

/** Whether the registry has a package. If it cannot be reached, the test goes on with the version that is known. */
function isPublished(name: string): boolean {
  const { status, stdout } = spawnSync('npm', ['view', name, 'version', '--json'], { encoding: 'utf8' });
  if (status !== 0 && !stdout.includes('E404')) {
    console.warn(`npm view ${name} has failed, so cdk8s-plus-${KNOWN_PLUS} counts as the newest: ${stdout}`);
  }
  return status === 0;
}

// The oldest and the newest version that the constructs are meant for.
describe.each(['cdk8s-plus-25', newestPlus()])('a project with %s', (plus) => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-plus-'));
    installProject(
      folder,
      {
        cdk8s: '^2.70.0',
        [plus]: '^2',
        constructs: '^10.4.0',
        '@types/node': '^14',
        typescript: '5.9.x',
        typescript7: 'npm:typescript@7',
      },
      { 'main.ts': main(plus), 'tsconfig.json': TSCONFIG },
    );
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has no other version of cdk8s-plus', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) =>
      name.startsWith('cdk8s-plus'),
    );
    expect(installed).toEqual([plus]);
  });

  test.each(['typescript7', 'typescript'])(
    'compiles with %s and writes manifests',
    (typescript) => {
      run(folder, `node_modules/${typescript}/bin/tsc`, '--build', '--force');
      run(folder, 'main.js');
      const yaml = readFileSync(join(folder, 'dist/shop.k8s.yaml'), 'utf8');
      expect(referencesIn(yaml)).toEqual(REFERENCES);
    },
    120_000,
  );
});

/** What Istio's objects say of the objects of cdk8s-plus. */
function referencesIn(yaml: string): string[] {
  const objects = yaml.split('\n---\n').filter((object) => object.includes('istio.io/v1'));
  return objects.flatMap((object) => object.match(REFERENCE) ?? []);
}
