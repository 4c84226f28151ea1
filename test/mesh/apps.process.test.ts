import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { finished, removeSandboxes, type Sandbox } from './sandbox';

afterAll(removeSandboxes);

const KUBECTL = 'kubectl --context k3d-my-multinode-cluster';

function workload(kind: string, name: string, namespace?: string, spec = '{}'): string {
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'apps/v1';
  const home = namespace === undefined ? '' : `, namespace: ${namespace}`;
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}${home}}, spec: ${spec}}\n---\n`;
}

function gateway(...servers: string[]): string {
  return `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: edge}, spec: {servers: [${servers}]}}\n`;
}

const HTTP = '{port: {name: http, number: 80, protocol: HTTP}, hosts: [shop.example.com]}';
const CONFIG_MAP = '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}\n';
const NO_GATEWAY =
  '    no Gateway in dist/ serves HTTP on port 80, or HTTPS on 443 for all hosts: give a --url';

/** A cluster that is up, and an app of these files. */
async function having(files: Record<string, string>): Promise<Sandbox> {
  const mesh = await finished();
  mkdirSync(join(mesh.root, 'state/app'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(mesh.root, 'state/app', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return mesh;
}

/** What `./mesh apply` prints from the moment at which everything is applied. */
function rest(mesh: Sandbox, stdout: string): string[] {
  const [, after = ''] = mesh.plain(stdout).split('==> Look at the objects of dist/\n');
  return after.split('\n').filter((line) => /^(\$|==>| {4})/.test(line));
}

const rollout = (namespace: string, name: string) => [
  `==> Wait for ${name} in namespace ${namespace}`,
  `$ ${KUBECTL} -n ${namespace} rollout status --timeout 300s ${name}`,
];

test.concurrent('files, folders and namespaces, and every kind that rolls out', async () => {
  const mesh = await having({
    '0000-data.k8s.yaml': workload('StatefulSet', 'db', 'data') + CONFIG_MAP,
    'web/Deployment.web.k8s.yaml': workload('Deployment', 'web', 'shop'),
    'z.json': '{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent"},"spec":{}}',
  });
  const { code, stdout } = await mesh.mesh(['apply']);
  expect([code, rest(mesh, stdout)]).toEqual([
    0,
    [
      ...rollout('data', 'statefulset/db'),
      ...rollout('shop', 'deployment/web'),
      ...rollout('default', 'daemonset/agent'),
      '==> Send requests',
      NO_GATEWAY,
    ],
  ]);
});

test.concurrent('a single object', async () => {
  const mesh = await having({ 'web.yaml': workload('Deployment', 'web') });
  const { code, stdout } = await mesh.mesh(['apply']);
  expect([code, rest(mesh, stdout)]).toEqual([
    0,
    [...rollout('default', 'deployment/web'), '==> Send requests', NO_GATEWAY],
  ]);
});

test.concurrent('no workloads, no Gateway', async () => {
  const mesh = await having({ 'settings.yaml': CONFIG_MAP });
  const { code, stdout } = await mesh.mesh(['apply']);
  expect([code, rest(mesh, stdout)]).toEqual([0, ['==> Send requests', NO_GATEWAY]]);
});

test.concurrent('rollouts that somebody else ends are not waited for', async () => {
  const mesh = await having({
    'web.yaml':
      workload('Deployment', 'web', 'shop', '{paused: true}') +
      workload('StatefulSet', 'db', 'shop', '{updateStrategy: {type: OnDelete}}'),
  });
  const { code, stdout } = await mesh.mesh(['apply']);
  expect([code, rest(mesh, stdout)]).toEqual([0, ['==> Send requests', NO_GATEWAY]]);
});

test.concurrent('a Job ends', async () => {
  const mesh = await having({ 'job.yaml': workload('Job', 'migrate', 'shop') });
  const { code, stdout } = await mesh.mesh(['apply', '--timeout', '60']);
  expect([code, rest(mesh, stdout).slice(0, 2)]).toEqual([
    0,
    [
      '==> Wait for job/migrate in namespace shop',
      `$ ${KUBECTL} -n shop wait --for=jsonpath='{.status.conditions[0].status}'=True --timeout 60s job/migrate`,
    ],
  ]);
  mesh.write('failing', 'migrate\n');
  expect(await mesh.mesh(['apply'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^mesh: Wait for job\/migrate in namespace shop: it has failed\nlook next at\n/,
    ),
  });
});

test.concurrent('a Deployment that never gets ready', async () => {
  const mesh = await having({ 'web.yaml': workload('Deployment', 'web', 'shop') + gateway(HTTP) });
  mesh.write('failing', 'web\n');
  for (const command of ['apply', 'test', 'up']) {
    const { code, stdout, stderr } = await mesh.mesh([command]);
    expect([code, stderr]).toEqual([
      1,
      `error: timed out waiting for the condition
mesh: Wait for deployment/web in namespace shop: this command failed: ${KUBECTL} -n shop rollout status --timeout 300s deployment/web
look next at
  ${KUBECTL} -n shop describe deployment/web
  ${KUBECTL} -n shop get pods
  ${KUBECTL} -n shop logs deployment/web --all-containers
  ${KUBECTL} -n shop get events --sort-by=.lastTimestamp
`,
    ]);
    expect(stdout).not.toContain('$ curl');
  }
});

test.concurrent.each([
  ['nothing', {}, 'error: error reading [dist]: recognized file extensions are [.json .yaml .yml]'],
  ['files without objects', { 'a.yaml': '' }, 'error: no objects passed to apply'],
])('an app that writes %s', async (_, files, message) => {
  const mesh = await having(files);
  const { code, stderr } = await mesh.mesh(['apply']);
  expect([code, stderr]).toEqual([
    1,
    `${message}
mesh: Apply dist/: this command failed: ${KUBECTL} apply -R -f dist
look next at
  npx cdk8s-istio check dist
  istioctl --context k3d-my-multinode-cluster analyze -n default -R dist
`,
  ]);
});

const server = (port: string, hosts: string, tls = '') => `{port: ${port}, hosts: ${hosts}${tls}}`;
const HTTPS = '{name: https, number: 443, protocol: HTTPS}';
const SIMPLE = ', tls: {mode: SIMPLE, credentialName: echo-tls}';

test.concurrent.each([
  ['HTTP for some hosts', [HTTP], ['http://127.0.0.1:9080/']],
  ['HTTPS for all hosts', [server(HTTPS, '["*"]', SIMPLE)], ['https://127.0.0.1:9443/']],
  ['HTTPS for the hosts of a namespace', [server(HTTPS, '[shop/*]', SIMPLE)], ['https://127.0.0.1:9443/']],
  [
    'both',
    [HTTP, server(HTTPS, '[a.example.com, "*"]', SIMPLE)],
    ['http://127.0.0.1:9080/', 'https://127.0.0.1:9443/'],
  ],
  ['HTTPS for one host', [server(HTTPS, '[a.example.com]', SIMPLE)], []],
  ['HTTPS with a certificate of the client', [server(HTTPS, '["*"]', ', tls: {mode: MUTUAL}')], []],
  [
    'TLS that passes through',
    [server('{name: tls, number: 443, protocol: TLS}', '["*"]', ', tls: {mode: PASSTHROUGH}')],
    [],
  ],
  ['TCP', [server('{name: tcp, number: 80, protocol: TCP}', '["*"]')], []],
  ['another port', [server('{name: http, number: 8080, protocol: HTTP}', '["*"]')], []],
])('a Gateway that serves %s', async (_, servers, urls) => {
  const mesh = await having({ 'edge.yaml': gateway(...servers) });
  const { code, stdout } = await mesh.mesh(['apply']);
  const requested = [...mesh.plain(stdout).matchAll(/^\$ curl .* '(.*)'$/gm)].map(([, url]) => url);
  expect([code, requested, stdout.includes(NO_GATEWAY)]).toEqual([0, urls, urls.length === 0]);
});

test.concurrent('a URL takes the place of those of the Gateways', async () => {
  const mesh = await having({ 'edge.yaml': CONFIG_MAP });
  const { code, stdout } = await mesh.mesh(['apply', '--url=https://shop.example.com/']);
  expect([code, stdout.match(/^\$ curl .*$/gm)]).toEqual([
    0,
    [expect.stringMatching(/ 'https:\/\/shop\.example\.com\/'$/)],
  ]);
});
