import { labelledDeployment, object, serviceEntry } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9225', ...yaml);
const entry = (name: string, fields: object) =>
  serviceEntry(name, {
    hosts: [`${name}.example.com`],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    ...fields,
  });
const selecting = (app: string, name = 'api') => entry(name, { workloadSelector: { labels: { app } } });
const machine = (name: string, labels: object, metadata: object = {}) =>
  object('WorkloadEntry', name, { address: '10.0.0.1', labels }, { labels: metadata });
const AT = 'Warning IST9225 ServiceEntry default/api: spec';

test('resolution STATIC needs endpoints', () => {
  expect(findings(entry('api', {}))).toEqual([
    `${AT}.resolution with resolution STATIC and without endpoints, requests get 503; add endpoints, or set the resolution to DNS`,
  ]);
  expect(findings(entry('api', { endpoints: [{ address: '10.0.0.1' }] }))).toEqual([]);
  expect(findings(entry('api', { resolution: 'DNS' }))).toEqual([]);
  expect(findings(entry('api', { resolution: 'NONE' }))).toEqual([]);
});

test('a WorkloadEntry that nothing selects is taken for the one that is meant', () => {
  const expected = [
    `${AT}.workloadSelector.labels "app=api" does not select any pod or WorkloadEntry in these manifests, so requests get 503; nothing selects WorkloadEntry "default/vm": let it carry these labels`,
  ];
  expect(findings(selecting('api'), machine('vm', { app: 'apis' }))).toEqual(expected);
  const byName = entry('api', { resolution: 'DNS', workloadSelector: { labels: { app: 'api' } } });
  expect(findings(byName, machine('vm', { app: 'apis' }))).toEqual(expected);
});

test.each([
  ['a WorkloadEntry has the labels', machine('vm', { app: 'api' })],
  ['the metadata of a WorkloadEntry has them', machine('vm', { app: 'apis' }, { app: 'api' })],
  ['a pod has them', labelledDeployment('api', { app: 'api' }) + machine('vm', { app: 'apis' })],
  ['the endpoints may be elsewhere', ''],
  ['the WorkloadEntry is elsewhere', machine('other/vm', { app: 'apis' })],
  ['the WorkloadEntry has other labels', machine('vm', { tier: 'apis' })],
  ['another ServiceEntry selects it', machine('vm', { app: 'apis' }) + selecting('apis', 'other')],
  [
    'machines will register themselves',
    machine('vm', { app: 'apis' }) +
      object('WorkloadGroup', 'api', { metadata: { labels: { app: 'api' } }, template: {} }),
  ],
])('nothing is said where %s', (_, yaml) => {
  expect(findings(selecting('api'), yaml)).toEqual([]);
});

test('the endpoints are not among the applications that the namespace shows', () => {
  const shown = labelledDeployment('web', { app: 'web' });
  expect(findings(selecting('api'), shown)).toEqual([
    `${AT}.workloadSelector.labels no pod and no WorkloadEntry of this namespace in these manifests carries "app=api", so requests get 503; correct the selector, or, if its endpoints are defined elsewhere, pass them as --context`,
  ]);
  expect(findings(selecting('api'), labelledDeployment('other/web', { app: 'web' }))).toEqual([]);
  const group = object('WorkloadGroup', 'api', { metadata: { labels: { app: 'api' } }, template: {} });
  expect(findings(selecting('api'), shown, group)).toEqual([]);
});
