import { meshConfigOf } from '../../../lib/istiod/mesh-config';
import { MeshIndex } from '../../../lib/istiod/mesh-index';
import { analyzerHosts } from '../../../lib/istiod/registry/analyzer-hosts';
import { selectingServices } from '../../../lib/istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../../lib/istiod/registry/service-registry';
import { isVisibleIn } from '../../../lib/istiod/visibility';
import { workloadsOf } from '../../../lib/istiod/workloads/workloads';
import { readYaml } from '../../../lib/manifests/read-yaml';

const index = (yaml: string, mesh: object = {}) =>
  new MeshIndex(readYaml(yaml, 'a.yaml').manifests, meshConfigOf(mesh));

const service = (name: string, rest: object = {}, metadata: object = {}) =>
  `${JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { ports: [{ name: 'http', port: 80 }], ...rest },
  })}\n---\n`;
const entry = (name: string, hosts: string[], rest: object = {}, metadata: object = {}) =>
  `${JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { hosts, ports: [{ name: 'tls', number: 443, protocol: 'TLS' }], ...rest },
  })}\n---\n`;
const annotated = (exportTo: string) => ({ annotations: { 'networking.istio.io/exportTo': exportTo } });

test('knows Services by their full names, and the hosts of ServiceEntries as they are written', () => {
  const services = index(service('web') + entry('all', ['api.example.com', '*.example.org'])).view(
    serviceRegistryOf,
  );
  expect(services.all.map(({ host, isKubernetes }) => [host, isKubernetes])).toEqual([
    ['*.example.org', false],
    ['api.example.com', false],
    ['web.shop.svc.cluster.local', true],
  ]);
  expect(services.named('web.shop.svc.cluster.local')).toHaveLength(1);
  expect(services.named('web')).toEqual([]);
  expect([...services.wildcardsOver('a.example.org')].flat().map(({ host }) => host)).toEqual([
    '*.example.org',
  ]);
});

test('the ServiceEntry of another revision defines no host (0.1)', () => {
  const labels = { labels: { 'istio.io/rev': 'canary' } };
  const read = index(entry('all', ['api.example.com'], {}, labels));
  expect(read.view(serviceRegistryOf).named('api.example.com')).toEqual([]);
  expect(read.view(analyzerHosts).find('api.example.com', 'shop')).toBeUndefined();
});

test.each([
  ['a Service', service('web', {}, annotated('web, other')), 'web.shop.svc.cluster.local'],
  ['a ServiceEntry', entry('all', ['api.example.com'], { exportTo: ['web', 'other'] }), 'api.example.com'],
])('%s is visible where it is exported to, whatever the default of the mesh', (_, yaml, host) => {
  for (const defaultServiceExportTo of [['*'], ['.'], ['~']]) {
    const [found] = index(yaml, { defaultServiceExportTo }).view(serviceRegistryOf).named(host);
    const seen = ['shop', 'web', 'other', 'more'].filter(
      (name) => found && isVisibleIn(found.visibility, name),
    );
    expect(seen).toEqual(['web', 'other']);
  }
});

test.each([
  ['a Service', service('web'), 'web.shop.svc.cluster.local'],
  ['a Service with an empty annotation', service('web', {}, annotated(' ,')), 'web.shop.svc.cluster.local'],
  ['a ServiceEntry', entry('all', ['api.example.com']), 'api.example.com'],
])('%s is visible as the mesh says where it says nothing, but not to analyzers', (_, yaml, host) => {
  const hidden = index(yaml, { defaultServiceExportTo: ['.'] });
  const [found] = hidden.view(serviceRegistryOf).named(host);
  expect(found?.visibility).toEqual({ isPublic: false, namespaces: new Set(['shop']) });
  expect(hidden.view(analyzerHosts).find(host, 'web')?.host).toBe(host);
});

test('of a Service and an older ServiceEntry for one host, the Service counts in its namespace and for analyzers (G3)', () => {
  const older = { creationTimestamp: '2020-01-01T00:00:00Z' };
  const host = 'web.shop.svc.cluster.local';
  const both = index(
    entry('all', [host], {}, older) + service('web', {}, { creationTimestamp: '2021-01-01T00:00:00Z' }),
  );
  expect(both.view(serviceRegistryOf).inNamespace(host, 'shop')?.isKubernetes).toBe(true);
  expect(both.view(analyzerHosts).find('web', 'shop')?.isKubernetes).toBe(true);
});

test('Services of one age are sorted by their hosts, not by their names (0.2)', () => {
  const { all } = index(service('a') + service('a-b')).view(serviceRegistryOf);
  expect(all.map(({ manifest }) => manifest.name)).toEqual(['a-b', 'a']);
});

describe('the Services that select a workload', () => {
  const deployment = (name: string, labels: object) =>
    `${JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop' },
      spec: { template: { metadata: { labels } } },
    })}\n---\n`;
  const yaml =
    service('narrow', { selector: { app: 'web', version: 'v1' } }) +
    service('young', { selector: { app: 'web' } }, { creationTimestamp: '2022-01-01T00:00:00Z' }) +
    service('old', { selector: { app: 'web' } }, { creationTimestamp: '2021-01-01T00:00:00Z' }) +
    service('elsewhere', { selector: { app: 'web' } }, { namespace: 'other' }) +
    service('none') +
    deployment('v1', { app: 'web', version: 'v1' }) +
    deployment('v2', { app: 'web', version: 'v2' }) +
    deployment('v3', { app: 'web', version: 'v3' }) +
    deployment('other', { app: 'other' });
  const mesh = index(yaml);
  const selecting = (name: string) => {
    const workload = mesh.view(workloadsOf).all.find((one) => one.name === name);
    return workload ? mesh.view(selectingServices)(workload) : [];
  };

  test.each([
    ['v1', ['narrow', 'old', 'young']],
    ['v2', ['old', 'young']],
    ['other', []],
  ])('%s: the oldest first', (name, expected) => {
    expect(selecting(name).map(({ manifest }) => manifest.name)).toEqual(expected);
  });

  test('workloads that the same Services select share a list', () => {
    expect(selecting('v2')).toBe(selecting('v3'));
    expect(selecting('v1')).not.toBe(selecting('v2'));
  });
});
