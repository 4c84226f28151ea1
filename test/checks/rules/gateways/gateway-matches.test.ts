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

describe('a match names gateways', () => {
  const text = (bound: string, named: string) =>
    `${AT}.gateways these routes are for ${bound} and not for ${named}, so this never matches; name a gateway that they are for, with its namespace`;

  test.each([
    [['gw'], ['other'], '"default/gw"', '"default/other"'],
    [['gw'], ['shop/gw', 'mesh'], '"default/gw"', '"shop/gw" and "mesh"'],
    [['gw', 'mesh'], ['other'], '"mesh" and "default/gw"', '"default/other"'],
  ])('of a VirtualService for %j: %j', (bound, named, shownBound, shownNamed) => {
    expect(findings({ gateways: named }, bound)).toEqual([text(shownBound, shownNamed)]);
  });

  test.each([
    [['gw'], ['gw']],
    [['gw'], ['default/gw', 'other']],
    [['default/gw'], ['gw']],
    [['gw', 'mesh'], ['mesh']],
    [['missing', 'gw'], ['other']],
    [['gw'], []],
  ])('and one is meant: %j, %j', (bound, named) => {
    expect(findings({ gateways: named }, bound)).toEqual([]);
  });

  test.each([
    ['gw', true],
    ['default/gw', false],
    ['mesh', true],
  ])('in a delegate of another namespace: %s', (name, isOther) => {
    const root = virtualService('root', {
      hosts: ['shop.example.com'],
      gateways: ['gw'],
      http: [{ delegate: { name: 'shop', namespace: 'web' } }],
    });
    const route = [{ destination: { host: 'web' } }];
    const delegate = virtualService('web/shop', { http: [{ match: [{ gateways: [name] }], route }] });
    const shown = name === 'mesh' ? '"mesh"' : '"web/gw"';
    expect(findingsOf('IST9203', gateway('gw'), root, delegate)).toEqual(
      isOther ? [text('"default/gw"', shown).replace('default/shop', 'web/shop')] : [],
    );
  });
});
