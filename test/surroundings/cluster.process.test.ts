import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { check } from '../../lib';
import { runCheck } from '../../lib/cli/check';
import { runTrace } from '../../lib/cli/trace';
import { readCluster } from '../../lib/surroundings/cluster';
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

test('an app is synthesized without a cluster', () => {
  expect(() => check([ROUTES], { context: ['kube:'] })).toThrow(
    new Error(
      'context[0] "kube:" is a cluster, which only the commands read; write its objects to a file, or use "--context kube:"',
    ),
  );
});
