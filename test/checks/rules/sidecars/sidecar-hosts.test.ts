import { namespace, object, service, serviceEntry, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const ENTRY = serviceEntry(
  'shop/api',
  '{ hosts: [api.example.com], resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }',
);
const MESH = service('shop/web') + service('cart/cart') + ENTRY;
const findings = (host: string, ...more: string[]) =>
  findingsOf('IST9272', MESH, object('Sidecar', 'shop/scope', { egress: [{ hosts: [host] }] }), ...more);
const PLACE = 'Warning IST9272 Sidecar shop/scope: spec.egress[0].hosts[0]';

test.each([
  ['./wep.shop.svc.cluster.local', 'correct it'],
  ['cart/web.shop.svc.cluster.local', 'write "shop/web.shop.svc.cluster.local"'],
  ['*/wep.shop.svc.cluster.local', 'correct it'],
  ['shop/*.example.org', 'correct it'],
  ['*/other.example.com', 'correct it'],
  ['cart/api.example.com', 'write "shop/api.example.com"'],
])('%s imports nothing', (host, remedy) => {
  expect(findings(host)).toEqual([
    `${PLACE} "${host}" does not match any Service, ServiceEntry or VirtualService in these manifests, so it imports nothing; ${remedy}, or, if the host is defined elsewhere, pass its definition as --context`,
  ]);
});

test.each([
  './web.shop.svc.cluster.local',
  'cart/cart.cart.svc.cluster.local',
  '*/api.example.com',
  'shop/*.com',
  './*.shop.svc.cluster.local',
  '*/*',
  './*',
  'istio-system/*',
  'istio-system/istiod.istio-system.svc.cluster.local',
  'elsewhere/web.elsewhere.svc.cluster.local',
  'elsewhere/*',
  '~/*',
])('%s is fine', (host) => {
  expect(findings(host)).toEqual([]);
});

test('a VirtualService has hosts of its own', () => {
  const routes = virtualService(
    'shop/routes',
    '{ hosts: [old.example.org], http: [{ directResponse: { status: 410 } }] }',
  );
  expect(findings('./old.example.org', routes)).toEqual([]);
});

test('a namespace is missed where namespaces are shown', () => {
  expect(findings('elsewhere/*', namespace('shop'))).toEqual([
    `${PLACE} "elsewhere/*" imports from namespace "elsewhere", which these manifests do not show; correct the name, or, if the namespace exists elsewhere, pass it as --context`,
  ]);
});

test('a Sidecar alone says nothing of what is elsewhere', () => {
  const egress = [{ hosts: ['./web.default.svc.cluster.local', 'default/a.example.com'] }];
  expect(findingsOf('IST9272', object('Sidecar', 'scope', { egress }))).toEqual([]);
});
