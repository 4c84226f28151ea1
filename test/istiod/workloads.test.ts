import fc from 'fast-check';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import { carries, type Labels, workloadsOf } from '../../lib/istiod/workloads/workloads';
import { manifestOf } from '../../lib/manifests/manifest';
import { holds } from '../holds';

function pod(name: string, namespace: string, labels: Labels) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels } };
}

function workloads(...objects: object[]) {
  return new MeshIndex(objects.flatMap((object) => manifestOf(object) ?? [])).view(workloadsOf);
}

test.each([
  ['apps/v1', 'Deployment', (template: object) => ({ template })],
  ['apps/v1', 'StatefulSet', (template: object) => ({ template })],
  ['apps/v1', 'DaemonSet', (template: object) => ({ template })],
  ['batch/v1', 'Job', (template: object) => ({ template })],
  ['batch/v1', 'CronJob', (template: object) => ({ jobTemplate: { spec: { template } } })],
])('the pods of a %s %s are those of its template', (apiVersion, kind, spec) => {
  const template = { metadata: { labels: { app: 'a' } }, spec: { serviceAccountName: 'b' } };
  const metadata = { name: 'x', labels: { app: 'not-of-the-pods' } };
  expect(workloads({ apiVersion, kind, metadata, spec: spec(template) }).all).toEqual([
    expect.objectContaining({ name: 'x', labels: { app: 'a' }, pod: { serviceAccountName: 'b' } }),
  ]);
});

test.each([[undefined], ['text'], [{ template: 'text' }], [{ template: { metadata: [], spec: null } }]])(
  'a Deployment whose spec is %j makes nothing fail',
  (spec) => {
    const [workload] = workloads({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x' },
      spec,
    }).all;
    expect(workload?.labels ?? {}).toEqual({});
  },
);

test('pods are found by labels as if each was looked at', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
  const namespace = fc.constantFrom('x', 'y');
  const pods = fc.array(fc.record({ namespace, labels }), { maxLength: 12 });
  holds(
    fc.property(pods, labels, fc.option(namespace, { nil: undefined }), (all, selector, where) => {
      const found = workloads(...all.map((one, i) => pod(`p${i}`, one.namespace, one.labels)));
      const expected = all.flatMap((one, i) =>
        carries(one.labels, selector) && (where === undefined || one.namespace === where) ? [`p${i}`] : [],
      );
      expect(found.selectedBy(selector, where).map(({ name }) => name)).toEqual(expected);
    }),
  );
});
