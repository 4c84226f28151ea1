import { destinationRule, namespace, service, serviceEntry, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const exported = (exportTo: string, ...more: string[]) =>
  findingsOf(
    'IST9270',
    service('shop/web'),
    destinationRule('shop/web', `{ host: web, exportTo: ${exportTo} }`),
    ...more,
  );
const message = (
  name: string,
  remedy: string,
  place = 'spec.exportTo[0]',
  object = 'DestinationRule shop/web',
) =>
  `Warning IST9270 ${object}: ${place} "${name}" is unknown: these manifests show no such namespace, and no proxy of it reads this object; ${remedy}, or, if the namespace exists elsewhere, pass it as --context`;
const CORRECT = 'correct the name';

test.each([
  ['one that nobody here sees', '[ingress]', [], [message('ingress', CORRECT)]],
  ['a misspelled one', '[shopp, "."]', [], [message('shopp', 'write "shop"')]],
  [
    'one beside namespaces',
    '[".", ingress]',
    [namespace('shop')],
    [message('ingress', CORRECT, 'spec.exportTo[1]')],
  ],
  ['one that may be elsewhere', '[".", ingress]', [], []],
  ['the own one', '["."]', [namespace('shop')], []],
  ['all', '["*"]', [namespace('shop')], []],
  ['Istio’s own', '[istio-system]', [namespace('shop')], []],
  ['one of a Namespace', '[ingress]', [namespace('ingress')], []],
  ['one that has an object', '[ingress]', [service('ingress/gateway')], []],
])('exported to %s', (_, exportTo, more, expected) => {
  expect(exported(exportTo, ...more)).toEqual(expected);
});

test('every kind that has an exportTo', () => {
  const entry = serviceEntry(
    'shop/entry',
    '{ hosts: [a.example], resolution: DNS, exportTo: [none], ports: [{ number: 80, name: http, protocol: HTTP }] }',
  );
  const routes = virtualService(
    'shop/routes',
    '{ hosts: [a.example], exportTo: [none], http: [{ directResponse: { status: 200 } }] }',
  );
  const annotated = service('shop/web').replace(
    'namespace: shop',
    'namespace: shop, annotations: { networking.istio.io/exportTo: "none" }',
  );
  expect(findingsOf('IST9270', entry, routes, annotated)).toEqual([
    message('none', CORRECT, 'spec.exportTo[0]', 'ServiceEntry shop/entry'),
    message('none', CORRECT, 'spec.exportTo[0]', 'VirtualService shop/routes'),
    message('none', CORRECT, 'metadata.annotations["networking.istio.io/exportTo"]', 'Service shop/web'),
  ]);
});
