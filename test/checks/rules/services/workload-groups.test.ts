import { deployment, object } from '../../../scene';
import { findingsOf } from '../../support';

const account = (name: string) =>
  object('Service', name).replace('kind: Service', 'kind: ServiceAccount').replace('spec: {}\n', '');
const group = (name: string, labels: object, template: object = {}) =>
  object('WorkloadGroup', name, { metadata: { labels }, template });
const machine = (serviceAccount: string) =>
  object('WorkloadEntry', 'shop/vm', { address: '192.0.2.1', labels: { app: 'vm' }, serviceAccount });

describe('service accounts', () => {
  const findings = (...yaml: string[]) => findingsOf('IST9276', account('shop/vms'), ...yaml);
  const text = (name: string, remedy: string) =>
    `"${name}" is not a ServiceAccount of namespace "shop" in these manifests, and a machine gets its identity by a token of it; ${remedy}, or, if it exists elsewhere, pass it as --context`;

  test('that do not exist', () => {
    expect(findings(group('shop/vms', { app: 'vm' }, { serviceAccount: 'nobody' }))).toEqual([
      `Warning IST9276 WorkloadGroup shop/vms: spec.template.serviceAccount ${text('nobody', 'create it')}`,
    ]);
    expect(findings(machine('vmss'))).toEqual([
      `Warning IST9276 WorkloadEntry shop/vm: spec.serviceAccount ${text('vmss', 'write "vms"')}`,
    ]);
  });

  test.each([
    ['exist', machine('vms')],
    ['every namespace has', machine('default')],
    ['pods run as', machine('web') + deployment('shop/web', {}, { serviceAccountName: 'web' })],
    ['a namespace without any shows elsewhere', group('other/vms', {}, { serviceAccount: 'nobody' })],
  ])('that %s', (_, yaml) => {
    expect(findings(yaml)).toEqual([]);
  });
});

describe('labels', () => {
  const findings = (...yaml: string[]) => findingsOf('IST9277', ...yaml);
  const text = (other: string) =>
    `"app=vm" are also the labels of WorkloadGroup "${other}", so Services and policies select the machines of all of them; write other labels if they should differ`;

  test('of two groups', () => {
    expect(findings(group('shop/a', { app: 'vm' }), group('shop/b', { app: 'vm' }))).toEqual([
      `Info IST9277 WorkloadGroup shop/a: spec.metadata.labels ${text('shop/b')}`,
      `Info IST9277 WorkloadGroup shop/b: spec.metadata.labels ${text('shop/a')}`,
    ]);
  });

  test.each([
    ['another namespace', group('other/b', { app: 'vm' })],
    ['other labels', group('shop/b', { app: 'vm', version: 'v2' })],
    ['another place', group('shop/b', { app: 'vm' }, { locality: 'us/east' })],
  ])('of a group and one of %s', (_, yaml) => {
    expect(findings(group('shop/a', { app: 'vm' }), yaml)).toEqual([]);
  });
});
