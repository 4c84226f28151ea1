import { destinationRulePods } from '../../../../lib/checks/rules/destinations/destination-rule-pods';
import { labelledDeployment, object, pod } from '../../../scene';
import { all, messagesBy } from '../../support';

const rule = (host: string, subsets = '[]', more = '') =>
  object('DestinationRule', 'web', `{ host: ${host}, subsets: ${subsets}${more} }`);
const service = (name: string, namespace = 'default', annotations = '{}') =>
  object('Service', `${namespace}/${name}`, `{ selector: { app: ${name} }, ports: [{ port: 80 }] }`, {
    annotations,
  });
const entry = (hosts: string, more = '', namespace = 'default') =>
  object('ServiceEntry', `${namespace}/entry`, `{ hosts: ${hosts}${more} }`);

const unknown = (host: string, more = '') => [
  `Warning IST0174 DestinationRule default/web: spec.host "${host}" is unknown: no Service and no ServiceEntry that is visible in namespace "default" has this host; correct the name, or add a ServiceEntry${more}`,
];
const elsewhere = '; if the host exists outside these manifests, name its file with --context';
const incomplete =
  'Warning IST0174 DestinationRule default/web: spec.host "web.default" is unknown, because Istio does not complete a name with a dot; write "web.default.svc.cluster.local"';

test.each([
  ['web', [service('web')], []],
  ['web.default.svc.cluster.local', [service('web')], []],
  ['web.shop.svc.cluster.local', [service('web', 'shop')], []],
  ['web', [service('web', 'shop')], unknown('web', elsewhere)],
  ['web.default', [service('web')], [incomplete]],
  [
    'web.shop.svc.cluster.local',
    [service('web', 'shop', '{ networking.istio.io/exportTo: . }')],
    unknown('web.shop.svc.cluster.local'),
  ],
  ['db.example.com', [entry('[db.example.com]')], []],
  ['db.example.com', [entry('["*.example.com"]')], []],
  ['"*.example.com"', [entry('["*.example.com"]')], []],
  ['"*.local"', [service('web', 'shop')], []],
  ['"*.shop.svc.cluster.local"', [service('web')], unknown('*.shop.svc.cluster.local', elsewhere)],
  // The pods of a headless Service have names under its own.
  ['"*.web.default.svc.cluster.local"', [service('web')], []],
  ['kubernetes.default.svc.cluster.local', [], []],
  ['db.example.org', [entry('["*.example.com"]')], unknown('db.example.org')],
  ['db.example.com', [entry('[db.example.com]', ', exportTo: ["."]', 'shop')], unknown('db.example.com')],
  ['db.example.com', [entry('[db.example.com]', ', exportTo: [default]', 'shop')], []],
])('the host %s', (host, objects, expected) => {
  expect(messagesBy(destinationRulePods, all(...objects, rule(host)))).toEqual(expected);
});

const noPods = (i: number, subset: string, labels: string) =>
  `Error IST0173 DestinationRule default/web: spec.subsets[${i}].labels "${labels}" does not select any pod, so requests to subset "${subset}" fail with 503; write labels that pods have, or remove the subset`;
/** The same, where the manifests show no pod that the Service selects. */
const notShown = (i: number, subset: string, labels: string) =>
  `${noPods(i, subset, labels)}; if the workload exists outside these manifests, name its file with --context`;
const V1 = '[{ name: v1, labels: { version: v1 } }]';
const node = (labels: string) =>
  `{ apiVersion: v1, kind: Node, metadata: { name: host, labels: ${labels} } }`;
const scheduled = object('Pod', 'p', '{ nodeName: host, containers: [] }', { labels: '{ version: v1 }' });
const REGION = '[{ name: west, labels: { version: v1, topology.kubernetes.io/region: west } }]';
const HOST = '[{ name: here, labels: { kubernetes.io/hostname: host } }]';
const noWest = noPods(0, 'west', 'topology.kubernetes.io/region=west,version=v1');

test.each([
  ['of a pod', V1, [pod('p', '{ version: v1 }')], []],
  ['of what makes pods', V1, [labelledDeployment('d', '{ version: v1 }')], []],
  ['of a pod anywhere', V1, [pod('shop/p', '{ version: v1 }')], []],
  ['of no pod', V1, [pod('p', '{ version: v2 }')], [noPods(0, 'v1', 'version=v1')]],
  [
    'of no pod, beside one with pods',
    '[{ name: v2, labels: { version: v2 } }, { name: none, labels: { topology.kubernetes.io/zone: "" } }]',
    [pod('p', '{ app: web, version: v2 }')],
    [noPods(1, 'none', 'topology.kubernetes.io/zone=')],
  ],
  ['without labels', '[{ name: all }]', [], []],
  ['of a region with a node', REGION, [scheduled, node('{ topology.kubernetes.io/region: west }')], []],
  [
    'of a region without nodes',
    REGION,
    [scheduled, node('{ topology.kubernetes.io/region: east }')],
    [noWest],
  ],
  ['of a region that nobody knows', REGION, [pod('p', '{ version: v1 }')], [noWest]],
  ['of a region where pods may come to run', REGION, [labelledDeployment('d', '{ version: v1 }')], []],
  ['of a node', HOST, [scheduled, node('{}')], []],
  ['of a node that is not there', HOST, [scheduled], [noPods(0, 'here', 'kubernetes.io/hostname=host')]],
  [
    'of no region at all',
    '[{ name: none, labels: { topology.kubernetes.io/region: "" } }]',
    [scheduled, node('{ topology.kubernetes.io/region: "" }'), labelledDeployment('d', '{ version: v1 }')],
    [noPods(0, 'none', 'topology.kubernetes.io/region=')],
  ],
])('a subset %s', (_, subsets, objects, expected) => {
  const yaml = all(service('web'), ...objects, rule('web', subsets));
  expect(messagesBy(destinationRulePods, yaml)).toEqual(expected);
});

test.each([
  ['{ app: vm, version: v1 }', []],
  ['{ app: web, version: v1 }', [noPods(0, 'v1', 'version=v1')]],
])("a subset of a ServiceEntry's pods, with pods of %s", (labels, expected) => {
  const vm = entry('[vm.example.com]', ', workloadSelector: { labels: { app: vm } }');
  const yaml = all(vm, pod('p', labels), rule('vm.example.com', V1));
  expect(messagesBy(destinationRulePods, yaml)).toEqual(expected);
});

const machine = (labels: string, namespace = 'default') =>
  object('WorkloadEntry', `${namespace}/vm`, `{ address: 10.0.0.1, labels: ${labels} }`);

test.each([
  [', resolution: STATIC, endpoints: [{ address: 10.0.0.1, labels: { version: v1 } }]', [], []],
  [
    ', resolution: STATIC, endpoints: [{ address: 10.0.0.1, labels: { version: v2 } }]',
    [],
    [noPods(0, 'v1', 'version=v1')],
  ],
  [', workloadSelector: { labels: { app: vm } }', [machine('{ app: vm, version: v1 }')], []],
  [
    ', workloadSelector: { labels: { app: vm } }',
    [machine('{ app: vm, version: v1 }', 'shop')],
    [noPods(0, 'v1', 'version=v1')],
  ],
])('a subset of a ServiceEntry%s', (more, machines, expected) => {
  const yaml = all(entry('[vm.example.com]', more), ...machines, pod('p', '{}'), rule('vm.example.com', V1));
  expect(messagesBy(destinationRulePods, yaml)).toEqual(expected);
});

test('a subset of what Argo rolls out', () => {
  const rollout = labelledDeployment('d', '{ version: v1 }')
    .replace('apps/v1', 'argoproj.io/v1alpha1')
    .replace('Deployment', 'Rollout');
  expect(
    messagesBy(destinationRulePods, all(service('web'), pod('p', '{}'), rollout, rule('web', V1))),
  ).toEqual([]);
});

describe('the pods of a Service', () => {
  const route = object(
    'VirtualService',
    'web',
    '{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }',
  );
  const findings = (...yaml: string[]) => messagesBy(destinationRulePods, all(service('web'), ...yaml));
  const web = (more: string) => labelledDeployment('d', `{ app: web, ${more} }`);

  test('that are of another Service or namespace do not count', () => {
    const others = [pod('shop/p', '{ app: web, version: v1 }'), pod('p', '{ app: api, version: v1 }')];
    expect(findings(web('version: v2'), ...others, route, rule('web', V1))).toEqual([
      noPods(0, 'v1', 'version=v1'),
    ]);
    expect(findings(web('version: v1'), ...others, route, rule('web', V1))).toEqual([]);
  });

  test('are elsewhere where none is shown', () => {
    expect(findings(pod('p', '{ app: api }'), route, rule('web', V1))).toEqual([]);
    // As `istioctl analyze` does where no route is shown either.
    expect(findings(rule('web', V1))).toEqual([notShown(0, 'v1', 'version=v1')]);
  });

  test('do not matter for a subset that no route names', () => {
    const subsets = '[{ name: v2, labels: { version: v2 } }]';
    expect(findings(web('version: v1'), route, rule('web', subsets))).toEqual([]);
    expect(findings(web('version: v1'), rule('web', subsets))).toEqual([noPods(0, 'v2', 'version=v2')]);
    const both = '[{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]';
    expect(findings(web('version: v1'), rule('web', both))).toEqual([]);
  });

  test.each([
    ['StatefulSet', 'statefulset.kubernetes.io/pod-name: d-0', true],
    ['StatefulSet', 'statefulset.kubernetes.io/pod-name: api-0', false],
    ['Deployment', 'statefulset.kubernetes.io/pod-name: d-0', false],
    ['Deployment', 'pod-template-hash: abc, version: v2', true],
    ['Deployment', 'pod-template-hash: abc, version: v1', false],
    ['Deployment', 'controller: web', false],
  ])('of a %s get labels of their controller: %s', (kind, labels, isFound) => {
    const subsets = `[{ name: v1, labels: { ${labels} } }]`;
    const workload = web('version: v2').replace('kind: Deployment', `kind: ${kind}`);
    expect(findings(workload, route, rule('web', subsets))).toHaveLength(isFound ? 0 : 1);
  });
});
