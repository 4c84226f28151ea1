import { Testing } from 'cdk8s';
import { MeshNamespace, type MeshNamespaceProps } from '../../lib';
import { mistakesOf, newChart } from '../support';

function metadataOf(props?: MeshNamespaceProps): unknown {
  const chart = newChart('default');
  new MeshNamespace(chart, 'shop', props);
  return Testing.synth(chart)[0].metadata;
}

test('asks for injection, and lives in no namespace', () => {
  expect(metadataOf({ metadata: { name: 'shop', labels: { team: 'a' } } })).toEqual({
    name: 'shop',
    labels: { team: 'a', 'istio-injection': 'enabled' },
  });
});

test('asks for injection by a revision', () => {
  expect(metadataOf({ revision: 'canary' })).toEqual({
    name: 'test-shop',
    labels: { 'istio.io/rev': 'canary' },
  });
});

test('needs no namespace in its chart', () => {
  const chart = newChart('');
  const namespace = new MeshNamespace(chart, 'shop');

  expect(mistakesOf(namespace)).toEqual([]);
});

describe('refuses', () => {
  test.each<[string, MeshNamespaceProps, string]>([
    [
      'a revision beside the label that hides it',
      { revision: 'canary', metadata: { labels: { 'istio-injection': 'enabled' } } },
      'metadata.labels["istio-injection"] contradicts "istio.io/rev: canary"; remove one of them',
    ],
    [
      'ambient mode beside sidecars',
      { metadata: { labels: { 'istio.io/dataplane-mode': 'ambient' } } },
      'metadata.labels["istio.io/dataplane-mode"] contradicts "istio-injection: enabled"; remove one of them',
    ],
    [
      'a name that Kubernetes refuses',
      { metadata: { name: 'Shop_1' } },
      'metadata.name "Shop_1" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends',
    ],
    [
      'a revision that is none',
      { revision: '1.30' },
      'revision "1.30" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends',
    ],
  ])('%s', (_, props, mistake) => {
    const namespace = new MeshNamespace(newChart(), 'shop', props);

    expect(mistakesOf(namespace)).toEqual([`[test/shop] Namespace "${namespace.name}": ${mistake}`]);
  });
});
