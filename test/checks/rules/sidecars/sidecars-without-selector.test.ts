import { sidecarsWithoutSelector } from '../../../../lib/checks/rules/sidecars/sidecars-without-selector';
import { namespace, object } from '../../../scene';
import { all, messagesBy } from '../../support';

const sidecar = (name: string, spec = '{}', where = 'shop') => object('Sidecar', `${where}/${name}`, spec);
const SELECTING = '{ workloadSelector: { labels: { app: web } } }';

const several = (name: string) =>
  `Error IST0111 Sidecar shop/${name}: metadata.name is one of several Sidecars for all pods of namespace "shop": "a" and "b"; only one of them applies, so merge them or give all but one a workloadSelector`;
const ambient =
  'Warning IST0167 Sidecar shop/a: metadata.namespace "shop" is in ambient mode, in which no sidecar reads this object; remove it';

test.each([
  ['one', [sidecar('a')], []],
  ['two', [sidecar('b'), sidecar('a')], [several('b'), several('a')]],
  [
    'two, one of them with an empty selector',
    [sidecar('a'), sidecar('b', '{ workloadSelector: {} }')],
    [several('a'), several('b')],
  ],
  ['one besides one for some pods', [sidecar('a'), sidecar('b', SELECTING)], []],
  ['one in each of two namespaces', [sidecar('a'), sidecar('b', '{}', 'other')], []],
  [
    'one in ambient mode',
    [namespace('shop', '{ istio.io/dataplane-mode: ambient }'), sidecar('a')],
    [ambient],
  ],
  [
    'one where injection precedes ambient mode',
    [namespace('shop', '{ istio.io/dataplane-mode: ambient, istio-injection: enabled }'), sidecar('a')],
    [],
  ],
  [
    'one where a revision precedes ambient mode',
    [namespace('shop', '{ istio.io/dataplane-mode: ambient, istio.io/rev: canary }'), sidecar('a')],
    [],
  ],
])('Sidecars for all of a namespace: %s', (_, objects, expected) => {
  expect(messagesBy(sidecarsWithoutSelector, all(...objects))).toEqual(expected);
});
