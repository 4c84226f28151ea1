import { object, service, serviceEntry } from '../../../scene';
import { findingsOf, messagesWith } from '../../support';

const entry = (name: string, labels?: object) =>
  object('WorkloadEntry', name, { address: '192.0.2.1', ...(labels && { labels }) });
const group = (name: string, spec: object) => object('WorkloadGroup', name, { template: {}, ...spec });
const findings = (...yaml: string[]) => findingsOf('IST9279', service('shop/db'), ...yaml);
const LABELS =
  '"app=dbx" is not what a Service or a ServiceEntry of namespace "shop" selects in these manifests, so no request goes there; correct the labels, or, if a Service elsewhere selects them, pass it as --context';

test.each([
  ['an entry', entry('shop/vm', { app: 'dbx' }), `WorkloadEntry shop/vm: spec.labels ${LABELS}`],
  [
    'an entry without labels',
    entry('shop/vm'),
    'WorkloadEntry shop/vm: spec has no labels, so no Service and no ServiceEntry selects it; add those that one of them selects',
  ],
  [
    'a group',
    group('shop/vms', { metadata: { labels: { app: 'dbx' } } }),
    `WorkloadGroup shop/vms: spec.metadata.labels ${LABELS}`,
  ],
  [
    'a group with the labels in its template',
    group('shop/vms', { template: { labels: { app: 'dbx' } } }),
    `WorkloadGroup shop/vms: spec.template.labels ${LABELS}`,
  ],
])('%s that nothing selects', (_, yaml, expected) => {
  expect(findings(yaml)).toEqual([`Warning IST9279 ${expected}`]);
});

test.each([
  ['a Service selects it', entry('shop/vm', { app: 'db' })],
  [
    'the metadata has the label',
    entry('shop/vm', { app: 'dbx' }).replace('namespace: shop', 'namespace: shop, labels: { app: db }'),
  ],
  ['a group is selected', group('shop/vms', { metadata: { labels: { app: 'db', zone: 'a' } } })],
  ['the namespace shows no Service', entry('other/vm', { app: 'dbx' })],
])('nothing is said where %s', (_, yaml) => {
  expect(findings(yaml)).toEqual([]);
});

test('a ServiceEntry that means the entry is told alone', () => {
  const api = serviceEntry('shop/api', {
    hosts: ['api.example.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    workloadSelector: { labels: { app: 'api' } },
  });
  const codes = messagesWith(['IST9225', 'IST9279'], `${api}${entry('shop/vm', { app: 'apis' })}`).map(
    (text) => text.slice(0, 15),
  );
  expect(codes).toEqual(['Warning IST9225']);
});

test('a machine alone says nothing of what is elsewhere', () => {
  expect(findings(entry('vm', { app: 'dbx' }))).toEqual([]);
});
