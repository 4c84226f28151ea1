import { namespacesOf } from '../../lib/istiod/injection/namespaces';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import type { Kind } from '../../lib/manifests/kinds';
import * as kinds from '../../lib/manifests/kinds';
import { isOf } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';

const ISTIO_KINDS = Object.values(kinds).filter(
  (kind): kind is Kind =>
    typeof kind === 'object' && 'group' in kind && kinds.ISTIO_GROUPS.includes(kind.group),
);

function object({ group, kind }: Kind, labels: object, name = 'one'): string {
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'shop', labels } });
}

const indexOf = (...objects: string[]) =>
  new MeshIndex(readYaml(objects.join('\n---\n'), 'a.yaml').manifests);

test.each(ISTIO_KINDS)(
  'istiod reads a $kind without a revision or of its own, and no other (0.1)',
  (kind) => {
    const index = indexOf(
      object(kind, {}),
      object(kind, { 'istio.io/rev': 'default' }, 'default'),
      object(kind, { 'istio.io/rev': 'canary' }, 'canary'),
      object(kind, { 'istio.io/rev': '' }, 'empty'),
    );
    expect(index.all(kind).map(({ name }) => name)).toEqual(['one', 'default']);
    expect(index.get(kind, 'shop', 'canary')).toBeUndefined();
    expect(index.has(kind, 'shop', 'canary')).toBe(false);
    expect(index.unread.all(kind).map(({ name }) => name)).toEqual(['canary', 'empty']);
    expect(index.written(kind).map(({ name }) => name)).toEqual(['one', 'default', 'canary', 'empty']);
    expect(index.written(kind).every((manifest) => isOf(kind, manifest))).toBe(true);
  },
);

test.each([kinds.SERVICE, kinds.POD, kinds.DEPLOYMENT, kinds.CONFIG_MAP])(
  'istiod reads a $kind whatever revision injects there',
  (kind) => {
    const index = indexOf(object(kind, { 'istio.io/rev': 'canary' }));
    expect(index.all(kind)).toHaveLength(1);
    expect([...index.unread.manifests()]).toEqual([]);
  },
);

test('the namespace of an object that istiod does not read is there all the same', () => {
  const index = indexOf(object(kinds.GATEWAY, { 'istio.io/rev': 'canary' }));
  expect(index.view(namespacesOf).match('shop')).toBe(true);
});

test('an object counts once, in the revision of its last copy', () => {
  const labelled = object(kinds.GATEWAY, { 'istio.io/rev': 'canary' });
  const index = indexOf(labelled, object(kinds.GATEWAY, {}));
  expect(index.all(kinds.GATEWAY)).toHaveLength(1);
  expect(index.stored(kinds.GATEWAY)).toHaveLength(1);
  expect(index.written(kinds.GATEWAY)).toHaveLength(2);
  expect(indexOf(object(kinds.GATEWAY, {}), labelled).all(kinds.GATEWAY)).toEqual([]);
});

test('of several objects of one name the last counts, in its place', () => {
  const index = indexOf(
    object(kinds.SERVICE, { copy: '1' }, 'a'),
    object(kinds.SERVICE, {}, 'b'),
    object(kinds.SERVICE, { copy: '2' }, 'a'),
    object(kinds.POD, { copy: '3' }, 'a'),
  );
  expect(index.all(kinds.SERVICE).map(({ name, labels }) => [name, labels.copy])).toEqual([
    ['b', undefined],
    ['a', '2'],
  ]);
  expect(index.get(kinds.SERVICE, 'shop', 'a')?.labels).toEqual({ copy: '2' });
  expect([...index.manifests()]).toHaveLength(3);
});

test('objects with generateName are all there, and have no name to be found by', () => {
  const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'web-' } });
  const index = indexOf(pod, pod);
  expect(index.all(kinds.POD)).toHaveLength(2);
  expect(index.has(kinds.POD, 'default', 'web-')).toBe(false);
});
