import { dump } from 'js-yaml';
import { hasSidecar } from '../../lib/istiod/injection/injection';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import { workloadsOf } from '../../lib/istiod/workloads/workloads';
import { readYaml } from '../../lib/manifests/read-yaml';

interface PodText {
  readonly namespace?: string;
  readonly namespaceLabels?: object;
  readonly labels?: object;
  readonly annotations?: object;
  readonly spec?: object;
}

function isMeshed({ namespace = 'shop', namespaceLabels, labels, annotations, spec = {} }: PodText): boolean {
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: namespaceLabels } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a', namespace },
      spec: { template: { metadata: { labels, annotations }, spec } },
    },
  ];
  const { manifests } = readYaml(objects.map((object) => dump(object)).join('---\n'), 'a');
  const index = new MeshIndex(manifests);
  const [workload] = index.view(workloadsOf).all;
  return workload !== undefined && hasSidecar(index, workload);
}

test('pods of a namespace of which nothing is known count as injected, unless they refuse', () => {
  const pod = (labels: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels } });
  const isInMesh = (labels: object) => {
    const index = new MeshIndex(readYaml(dump(pod(labels)), 'a').manifests);
    return index.view(workloadsOf).all.map((workload) => hasSidecar(index, workload));
  };
  expect([isInMesh({}), isInMesh({ [INJECT]: 'false' })]).toEqual([[true], [false]]);
});

const INJECT = 'sidecar.istio.io/inject';
const REVISION = 'istio.io/rev';

// The table of J2, row by row.
test.each([
  [{ 'istio-injection': 'enabled' }, {}, true],
  [{ 'istio-injection': 'enabled' }, { [INJECT]: 'true' }, true],
  [{ 'istio-injection': 'enabled', [REVISION]: 'canary' }, { [REVISION]: 'canary' }, true],
  [{ 'istio-injection': 'enabled' }, { [INJECT]: 'false' }, false],
  [{ 'istio-injection': 'disabled' }, { [INJECT]: 'true' }, false],
  [{ 'istio-injection': 'true' }, {}, false],
  [{ 'istio-injection': '', [REVISION]: 'default' }, {}, false],
  [{ [REVISION]: 'default' }, {}, true],
  [{ [REVISION]: 'default' }, { [INJECT]: 'false' }, false],
  [{ [REVISION]: 'canary' }, { [INJECT]: 'true' }, false],
  [{}, { [INJECT]: 'true' }, true],
  [{}, { [REVISION]: 'default' }, true],
  [{}, {}, false],
  [{}, { [INJECT]: 'true', [REVISION]: 'canary' }, false],
])('a namespace labelled %j and pods labelled %j: %s', (namespaceLabels, labels, expected) => {
  expect(isMeshed({ namespaceLabels, labels })).toBe(expected);
});

const ENABLED = { 'istio-injection': 'enabled' };

// Gate 2, in its order. (J3)
test.each([
  ['on the network of the host', { spec: { hostNetwork: true } }, false],
  ['in kube-system', { namespace: 'kube-system' }, false],
  ['annotated against it', { annotations: { [INJECT]: 'false' } }, false],
  [
    'annotated against it and labelled for it',
    { labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } },
    true,
  ],
  ['annotated with a word that says nothing', { annotations: { [INJECT]: 'maybe' } }, true],
])('pods %s: %s', (_, pod: PodText, expected) => {
  expect(isMeshed({ namespaceLabels: ENABLED, ...pod })).toBe(expected);
});

test.each([
  ['a container', { containers: [{ name: 'istio-proxy' }] }, true],
  ['an init container, as native sidecars are', { initContainers: [{ name: 'istio-proxy' }] }, true],
  ['a container of another name', { containers: [{ name: 'proxy' }] }, false],
  ['no list', { containers: 'istio-proxy', initContainers: [null] }, false],
])('a proxy that is written out as %s: %s', (_, spec, expected) => {
  expect(isMeshed({ spec })).toBe(expected);
});
