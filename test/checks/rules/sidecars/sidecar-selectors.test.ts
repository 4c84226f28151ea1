import { sidecarSelectors } from '../../../../lib/checks/rules/sidecars/sidecar-selectors';
import { labelledDeployment, namespace, object, pod } from '../../../scene';
import { all, messagesBy } from '../../support';

const sidecar = (name: string, labels: string, where = 'default') =>
  object('Sidecar', `${where}/${name}`, `{ workloadSelector: { labels: ${labels} } }`);
const WEB = '{ app: web }';

const at = (name: string) => `Sidecar default/${name}: spec.workloadSelector.labels`;
const noPods = (labels: string) =>
  `Error IST0101 ${at('a')} "${labels}" does not select any pod in namespace "default"; write labels that pods in this namespace have`;
const shared = (name: string, workload: string, names: string) =>
  `Error IST0110 ${at(name)} selects the pods of "${workload}", and so do other Sidecars: ${names}; only one of them applies, so merge them or make their selectors differ`;
const ambient = (workload: string) =>
  `Warning IST0167 ${at('a')} selects "${workload}", which is in ambient mode, in which no sidecar reads this object; remove it, or select other pods`;

test.each([
  ['selects a pod', [pod('p', WEB), sidecar('a', WEB)], []],
  ['selects what makes pods', [labelledDeployment('d', WEB), sidecar('a', WEB)], []],
  [
    'selects no pod',
    [pod('p', WEB), sidecar('a', '{ version: v1, app: web }')],
    [noPods('app=web,version=v1')],
  ],
  [
    'selects a pod of another namespace',
    [pod('shop/p', WEB), sidecar('a', WEB)],
    [`${noPods('app=web')}; if the workload exists outside these manifests, name its file with --context`],
  ],
  ['selects by no labels', [sidecar('a', '{}')], []],
  [
    'selects what another one selects',
    [pod('p', WEB), sidecar('b', WEB), sidecar('a', WEB)],
    [shared('b', 'p', '"a" and "b"'), shared('a', 'p', '"a" and "b"')],
  ],
  [
    'selects by another label what another one selects',
    [
      labelledDeployment('d', '{ app: web, tier: front }'),
      labelledDeployment('back', '{ tier: back }'),
      sidecar('a', WEB),
      sidecar('b', '{ tier: front }'),
      sidecar('c', '{ tier: back }'),
    ],
    [shared('a', 'd', '"a" and "b"'), shared('b', 'd', '"a" and "b"')],
  ],
  [
    'shares two pods with another one',
    [pod('p', WEB), pod('q', WEB), labelledDeployment('d', WEB), sidecar('a', WEB), sidecar('b', WEB)],
    [
      shared('a', 'p', '"a" and "b"'),
      shared('a', 'q', '"a" and "b"'),
      shared('b', 'p', '"a" and "b"'),
      shared('b', 'q', '"a" and "b"'),
    ],
  ],
  [
    'selects what one of another namespace does',
    [pod('p', WEB), sidecar('a', WEB), sidecar('b', WEB, 'shop'), pod('shop/p', WEB)],
    [],
  ],
  [
    'selects pods in ambient mode',
    [
      pod('p', WEB, '{ ambient.istio.io/redirection: enabled }'),
      pod('q', WEB, '{ ambient.istio.io/redirection: enabled }'),
      sidecar('a', WEB),
    ],
    [ambient('p')],
  ],
  [
    'selects what will be in ambient mode',
    [
      namespace('default', '{ istio.io/dataplane-mode: ambient }'),
      labelledDeployment('d', WEB),
      sidecar('a', WEB),
    ],
    [ambient('d')],
  ],
])('a Sidecar %s', (_, objects, expected) => {
  expect(messagesBy(sidecarSelectors, all(...objects))).toEqual(expected);
});

test('of many that share a pod, some are named', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const yaml = all(pod('p', WEB), ...names.map((name) => sidecar(name, WEB)));
  expect(messagesBy(sidecarSelectors, yaml)[6]).toBe(shared('g', 'p', '"a", "b", "c", "d", "e" and others'));
});
