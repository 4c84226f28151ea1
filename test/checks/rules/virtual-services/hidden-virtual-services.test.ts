import { meshConfigOf } from '../../../../lib/istiod/mesh-config';
import { deployment, gateway, virtualService } from '../../../scene';
import { all, findingsOf, messagesWith } from '../../support';

const findings = (exportTo: string[]) =>
  findingsOf(
    'IST9202',
    gateway('gw'),
    virtualService('shop', { hosts: ['shop.example.com'], gateways: ['gw'], exportTo, http: [] }),
  );

test.each([['.'], ['web']])('what is exported to "%s" alone is hidden from the gateway', (to) => {
  expect(findings([to])).toEqual([
    'Warning IST9202 VirtualService default/shop: spec.exportTo the pods of Gateway "default/gw" are in namespace "istio-system", to which the VirtualService is not exported, so they ignore it; add their namespace',
  ]);
});

test.each([[['*']], [['.', 'istio-system']], [[]]])('what is exported to %j is not', (exportTo) => {
  expect(findings(exportTo)).toEqual([]);
});

test('of pods in two namespaces, one may ignore it', () => {
  const own = gateway('gw').replace('istio: ingressgateway', 'app: edge');
  const found = (exportTo: string[], ...edges: string[]) =>
    findingsOf(
      'IST9202',
      own,
      ...edges.map((name) => deployment(name)),
      virtualService('shop', { hosts: ['shop.example.com'], gateways: ['gw'], exportTo, http: [] }),
    );
  expect(found(['.', 'west'], 'west/edge', 'east/edge')).toEqual([
    'Warning IST9202 VirtualService default/shop: spec.exportTo some pods of Gateway "default/gw" are in namespace "east", to which the VirtualService is not exported, so they ignore it; add their namespace',
  ]);
  expect(found(['west', 'east'], 'west/edge', 'east/edge')).toEqual([]);
  expect(found(['.', 'west'], 'west/edge')).toEqual([]);
});

test.each([
  [undefined, 1],
  [[], 1],
  [['*'], 0],
  [['istio-system'], 0],
])(
  'where the mesh exports to the own namespace by default, exportTo %j gives %i findings',
  (exportTo, count) => {
    const mesh = meshConfigOf({ defaultVirtualServiceExportTo: ['.'] });
    const shop = { hosts: ['shop.example.com'], gateways: ['gw'], http: [], ...(exportTo && { exportTo }) };
    const found = messagesWith(['IST9202'], all(gateway('gw'), virtualService('shop', shop)), { mesh });
    expect(found).toEqual(
      Array(count).fill(
        'Warning IST9202 VirtualService default/shop: spec the pods of Gateway "default/gw" are in namespace "istio-system", to which the VirtualService is not exported, so they ignore it: it has no exportTo, and defaultVirtualServiceExportTo of the mesh is "."; add spec.exportTo with their namespace',
      ),
    );
  },
);
