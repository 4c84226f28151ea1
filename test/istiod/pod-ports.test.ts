import { MeshIndex } from '../../lib/istiod/mesh-index';
import { podPorts, selectingPorts, serviceTargets } from '../../lib/istiod/workloads/pod-ports';
import { type Workload, workloadsOf } from '../../lib/istiod/workloads/workloads';
import { manifestOf } from '../../lib/manifests/manifest';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', version: 'v1' } },
  spec: {
    containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }] }],
  },
};

function service(
  name: string,
  ports: readonly object[],
  { age = 1, namespace = 'shop', selector = {} } = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, creationTimestamp: `2024-01-0${age}T00:00:00Z` },
    spec: { selector: { app: 'web', ...selector }, ports },
  };
}

function scene(...services: object[]): { index: MeshIndex; pod: Workload } {
  const index = new MeshIndex([POD, ...services].flatMap((object) => manifestOf(object) ?? []));
  return { index, pod: index.view(workloadsOf).all[0] as Workload };
}

test('of the Services with a port, the oldest one that leads to the pods counts (A2, G7)', () => {
  const { index, pod } = scene(
    service('young', [{ port: 80, targetPort: 7000 }], { age: 3 }),
    service('old', [{ port: 80, targetPort: 'http' }], { age: 2 }),
    service('oldest', [{ port: 80, targetPort: 'grpc' }], { age: 1 }),
  );
  expect(index.view(podPorts)(pod).targets).toEqual(new Map([[80, 8080]]));
  const targets = index.view(serviceTargets)(pod);
  expect(targets.map(({ service: { manifest }, targetPort }) => [manifest.name, targetPort])).toEqual([
    ['old', 8080],
    ['young', 7000],
  ]);
});

test('Services of other namespaces or for other labels do not count', () => {
  const { index, pod } = scene(
    service('elsewhere', [{ port: 80 }], { namespace: 'other' }),
    service('other-version', [{ port: 81 }], { selector: { version: 'v2' } }),
    service('same-version', [{ port: 82 }], { selector: { version: 'v1' } }),
  );
  expect([...index.view(podPorts)(pod).targets]).toEqual([[82, 82]]);
});

test('pods listen on their target ports, and on what their containers declare', () => {
  const { index, pod } = scene(service('web', [{ port: 80, targetPort: 7000 }]));
  expect([...index.view(podPorts)(pod).listening].sort()).toEqual([7000, 8080, 9090]);
});

test('of equal ports of several Services, that of the oldest stands for all', () => {
  const { index, pod } = scene(
    service('b', [{ port: 80 }, { port: 81 }], { age: 2 }),
    service('a', [{ port: 80 }], { age: 1 }),
  );
  expect(
    index
      .view(selectingPorts)(pod)
      .map(({ service: { manifest }, port }) => `${manifest.name}:${port.number}`),
  ).toEqual(['a:80', 'b:81']);
});
