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
      'a name that Kubernetes refuses',
      { metadata: { name: 'Shop_1' } },
      'metadata.name "Shop_1" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends [IST0106]',
    ],
    [
      'a revision that is none',
      { revision: '1.30' },
      'revision "1.30" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends [IST0106]',
    ],
  ])('%s', (_, props, mistake) => {
    const namespace = new MeshNamespace(newChart(), 'shop', props);

    expect(mistakesOf(namespace)).toEqual([`[test/shop] Namespace "${namespace.name}": ${mistake}`]);
  });
});

test('leaves labels that contradict each other to the checks, for which that is a warning', () => {
  const labels = { 'istio-injection': 'enabled' };
  const namespace = new MeshNamespace(newChart(), 'shop', { revision: 'canary', metadata: { labels } });

  expect(mistakesOf(namespace)).toEqual([]);
});
