import { Namespaces, namespacesOf } from '../../lib/istiod/injection/namespaces';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import { readYaml } from '../../lib/manifests/read-yaml';

test.each([
  ['shop', true],
  ['SHOP', true],
  ['sho', false],
  ['*', true],
  ['sh*', true],
  ['shop*', true],
  ['shops*', false],
  ['a*', false],
  ['z*', false],
  ['*op', true],
  ['*shop', true],
  ['*hops', false],
  ['*sh*', false],
  ['s*p', false],
  ['', false],
])('%j names one of shop, default and test: %s', (pattern, expected) => {
  expect(new Namespaces(['shop', 'default', 'test']).match(pattern)).toBe(expected);
});

test('no namespaces match nothing', () => {
  expect(new Namespaces([]).match('*')).toBe(false);
});

test.each([
  ['default', true],
  ['kube-system', true],
  ['made', true],
  ['lived-in', true],
  ['web', false],
])('%s is there: %s', (name, expected) => {
  const { manifests } = readYaml(
    `{ apiVersion: v1, kind: Namespace, metadata: { name: made } }
---
{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: lived-in } }`,
    'a.yaml',
  );
  expect(namespacesOf(new MeshIndex(manifests)).match(name)).toBe(expected);
});
