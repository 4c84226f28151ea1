import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { check, MeshModel } from '../../lib';
import { runCheck } from '../../lib/cli/check';
import { runTests } from '../../lib/cli/tests';
import { runTrace } from '../../lib/cli/trace';
import { readYaml } from '../../lib/manifests/read-yaml';
import { readCluster } from '../../lib/surroundings/cluster';
import '../../lib/testing';
import { runIn } from '../cli/run';

/** kubectl of a cluster: it writes down its arguments, and prints what the files beside it say. */
const STAND_IN = `#!/bin/sh
cd "$(dirname "$0")"
printf '%s\\n' "$*" >> calls
case "$*" in
  *api-resources*) answer=kinds ;;
  *secrets*) answer=secrets ;;
  *) answer=objects ;;
esac
cat "$answer"
[ ! -e "$answer.err" ] || { cat "$answer.err" >&2; exit 1; }
`;

const KINDS = `configmaps                 cm       v1                           true   ConfigMap
secrets                             v1                           true   Secret
services                   svc      v1                           true   Service
pods                       po       v1                           true   Pod
events                     ev       v1                           true   Event
customresourcedefinitions  crd      apiextensions.k8s.io/v1      false  CustomResourceDefinition
deployments                deploy   apps/v1                      true   Deployment
gateways                   gw       networking.istio.io/v1       true   Gateway
`;
const object = (apiVersion: string, kind: string, name: string, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...rest },
});
const service = {
  ...object('v1', 'Service', 'cart'),
  spec: { selector: { app: 'cart' }, ports: [{ port: 80, name: 'http' }] },
};
const OBJECTS = [
  service,
  object('v1', 'Pod', 'cart-1', {
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart' }],
  }),
  {
    ...object('v1', 'Pod', 'alone', { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n' }] }),
    spec: { containers: [{ name: 'x', image: 'x' }] },
  },
  object('v1', 'ConfigMap', 'settings'),
  object('v1', 'ConfigMap', 'istio'),
];
const ROUTES = {
  ...object('networking.istio.io/v1', 'VirtualService', 'routes'),
  spec: {
    hosts: ['a.example.com'],
    http: [{ route: [{ destination: { host: 'cart', port: { number: 80 } } }] }],
  },
};
const files = { 'dist/routes.yaml': JSON.stringify(ROUTES) };

let folder = '';
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-kubectl-'));
  answer('kubectl', STAND_IN);
  chmodSync(join(folder, 'kubectl'), 0o755);
  answer('kinds', KINDS);
  answer('secrets', 'shop   edge-tls\n');
  answer('objects', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS }));
  process.env.PATH = `${folder}${delimiter}${path}`;
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

function answer(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

test('a cluster is read by kinds that it has, and of Secrets only the names', () => {
  const { manifests, warnings } = readCluster('kube:staging');
  expect(manifests.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual([
    'Service shop/cart',
    'Pod shop/alone',
    'ConfigMap shop/istio',
    'Secret shop/edge-tls',
  ]);
  expect(warnings).toEqual([]);
  const all = '--context staging --request-timeout=20s';
  expect(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')).toEqual([
    `${all} api-resources --verbs=list --no-headers`,
    `${all} get configmaps,services,pods,deployments.apps,gateways.networking.istio.io --all-namespaces -o json`,
    `${all} get secrets --all-namespaces --no-headers -o custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name`,
  ]);
});

test('commands take it as context, and manifests win', () => {
  expect(runIn(files, runCheck, ['dist']).status).toBe(1);
  const { status, err } = runIn(files, runCheck, ['--context', 'kube:', 'dist']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const other = { ...service, spec: { ...service.spec, ports: [{ port: 8080, name: 'http' }] } };
  const replaced = runIn({ ...files, 'dist/cart.yaml': JSON.stringify(other) }, runCheck, [
    '--context=kube:',
    'dist',
  ]);
  expect(replaced.out).toContain('spec.http[0].route[0].destination.port.number');
  const trace = runIn(files, runTrace, [
    '--context',
    'kube:',
    '--from',
    'mesh:shop/alone',
    'http://a.example.com/',
  ]);
  expect(trace.out).toContain('service: Service shop/cart port 80 (http)');
});

test('Secrets that may not be listed do not count', () => {
  answer('secrets.err', 'Error from server (Forbidden): secrets is forbidden\n');
  expect(runIn(files, runCheck, ['--context', 'kube:', 'dist']).err).toBe(
    'Warning: --context "kube:": Secrets do not count, because kubectl cannot list them: Error from server (Forbidden): secrets is forbidden',
  );
});

test.each([
  [
    'kinds.err',
    'error: context "kind" does not exist\n',
    'kubectl cannot read the cluster: context "kind" does not exist',
  ],
  [
    'kinds.err',
    'E1129 memcache\nThe connection was refused\n',
    'kubectl cannot read the cluster: The connection was refused',
  ],
  [
    'objects.err',
    'Error from server (Forbidden): no\n',
    'kubectl cannot read the cluster: Error from server (Forbidden): no',
  ],
  ['objects', 'nothing', 'kubectl has not printed JSON'],
  [
    'kinds',
    '',
    'the cluster has no kind that is known here; is this a cluster of Kubernetes, and kubectl 1.20 or later?',
  ],
  [
    'kinds',
    'services   svc   true   Service\ngateways   gw   networking.istio.io   true   Gateway\n',
    'the cluster has no kind that is known here; is this a cluster of Kubernetes, and kubectl 1.20 or later?',
  ],
  [
    'kinds.err',
    'error: unable to retrieve the complete list of server APIs: networking.istio.io/v1: unavailable\n',
    'kubectl cannot read the cluster: unable to retrieve the complete list of server APIs: networking.istio.io/v1: unavailable',
  ],
  [
    'objects.err',
    ['configmaps', 'pods']
      .map((name) => `Error: ${name} is forbidden: User "dev" cannot list resource "${name}" at\n`)
      .join(''),
    'kubectl cannot read the cluster: it may not list configmaps, pods, and what it does not see would be reported as missing; let it, or write the objects to a file and name that',
  ],
])('what does not answer is an error: %s %s', (name, text, reason) => {
  answer(name, text);
  expect(() => readCluster('kube:')).toThrow(new Error(`--context "kube:": ${reason}`));
});

test('a server of another program that does not answer hides nothing', () => {
  answer(
    'kinds.err',
    'error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale\n',
  );
  expect(readCluster('kube:').manifests).toHaveLength(4);
});

test('without kubectl, the error says so', () => {
  process.env.PATH = join(folder, 'none');
  expect(() => readCluster('kube:')).toThrow(
    new Error('--context "kube:": kubectl cannot read the cluster: it is not installed'),
  );
});

const ELSEWHERE =
  'this is a cluster, which only the option --context of the commands reads; name a file with what is needed of it, such as that of "kubectl --context prod get services,namespaces,gateways.networking.istio.io --all-namespaces --output yaml"';

test.each<[string, () => unknown, string]>([
  ['checks', () => check([ROUTES], { context: ['kube:prod'] }), 'context[0]: '],
  ['the model of tests', () => MeshModel.of([ROUTES], { context: ['kube:prod'] }), ''],
  ['manifests', () => runIn(files, runCheck, ['kube:prod']), ''],
])('a cluster is not read for %s', (_, read, start) => {
  expect(read).toThrow(`${start}cannot read "kube:prod": ${ELSEWHERE}`);
});

test('tests find what a cluster has in a file beside them', () => {
  const deployment = {
    ...object('apps/v1', 'Deployment', 'cart', { uid: '1', creationTimestamp: '2020-01-01T00:00:00Z' }),
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      template: {
        metadata: { labels: { app: 'cart' } },
        spec: { containers: [{ name: 'x', image: 'x', ports: [{ containerPort: 80 }] }] },
      },
    },
    status: { replicas: 1 },
  };
  const older = { ...ROUTES, spec: { hosts: ['old.example.com'] } };
  answer('objects', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [service, deployment, older] }));
  const read: string[] = [];
  const { status, err } = runIn(
    files,
    (args, output) => {
      const result = runTests(args, output);
      read.push(
        ...['new/routes.test.ts', 'new/routes.test.context.yaml'].map((file) => readFileSync(file, 'utf8')),
      );
      expect(MeshModel.of('dist', { context: ['new/routes.test.context.yaml'] })).toRoute(
        { url: 'http://a.example.com/', from: 'mesh:shop/cart' },
        { to: 'shop/cart' },
      );
      return result;
    },
    ['--context=kube:', '--output', 'new/routes.test.ts'],
  );
  expect({ status, err }).toEqual({
    status: 0,
    err: '1 test in new/routes.test.ts, and the objects of the cluster in new/routes.test.context.yaml',
  });
  expect(read[0]).toContain("MeshModel.of('dist', { context: ['new/routes.test.context.yaml'] });");
  expect(readYaml(read[1] ?? '', 'context.yaml').manifests.map(({ object }) => object)).toEqual([
    service,
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      // Of objects that exclude each other, the oldest counts.
      metadata: { name: 'cart', namespace: 'shop', creationTimestamp: '2020-01-01T00:00:00Z' },
      spec: deployment.spec,
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'edge-tls', namespace: 'shop' } },
  ]);
});
