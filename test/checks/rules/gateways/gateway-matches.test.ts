import { gateway, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (match: object, gateways = ['gw']) =>
  findingsOf(
    'IST9203',
    gateway('gw'),
    virtualService('shop', { hosts: ['shop.example.com'], gateways, http: [{ match: [match] }] }),
  );
const AT = 'Warning IST9203 VirtualService default/shop: spec.http[0].match[0]';

test.each([
  [
    { port: 8080 },
    '.port no server of Gateway "default/gw" has port 8080, so this never matches; the servers have port 80',
  ],
  [
    { sourceLabels: { app: 'web' } },
    '.sourceLabels at a gateway, the source is the gateway\'s own pod, and no pod of Gateway "default/gw" carries "app=web", so this never matches; remove the condition, or bind the VirtualService to "mesh"',
  ],
  [
    { sourceNamespace: 'web' },
    '.sourceNamespace at a gateway, the source is the gateway\'s own pod, and no pod of Gateway "default/gw" is in namespace "web", so this never matches; remove the condition, or bind the VirtualService to "mesh"',
  ],
])('%j never matches', (match, message) => {
  expect(findings(match)).toEqual([`${AT}${message}`]);
});

test.each([
  { port: 80 },
  { sourceLabels: { istio: 'ingressgateway' } },
  { sourceNamespace: 'istio-system' },
  { sourceLabels: { app: 'web' }, gateways: ['gw'] },
])('%j may match', (match) => {
  expect(findings(match)).toEqual([]);
});

test('inside the mesh there are other ports and sources', () => {
  expect(findings({ port: 8080, sourceLabels: { app: 'web' } }, ['gw', 'mesh'])).toEqual([]);
});
