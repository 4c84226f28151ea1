import { ofRevision, virtualService } from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const root = virtualService('root', {
  hosts: ['shop.example.com'],
  gateways: ['gw'],
  http: [{ delegate: { name: 'cart', namespace: 'shop' } }],
});
const AT = 'Warning IST9206 VirtualService default/root: spec.http[0].delegate';

test.each([
  [
    { hosts: ['x.example.com'] },
    'VirtualService "shop/cart" has hosts of its own, so istiod drops this route; remove spec.hosts there',
  ],
  [
    { exportTo: ['.'] },
    'VirtualService "shop/cart" is not exported to namespace "default", so istiod drops this route; add the namespace to spec.exportTo there',
  ],
])('%j is no delegate', (spec, text) => {
  expect(findingsOf('IST9206', root, virtualService('shop/cart', spec))).toEqual([`${AT} ${text}`]);
});

test('a delegate has to be there', () => {
  expect(findingsOf('IST9206', root)).toEqual([
    `${AT} VirtualService "shop/cart" does not exist, so istiod drops this route; create it, or correct the name and the namespace`,
  ]);
});

test.each([{}, { exportTo: ['default'] }, { hosts: [] }])('%j is one', (spec) => {
  expect(findingsOf('IST9206', root, virtualService('shop/cart', spec))).toEqual([]);
});

test('what can be no name is not missed as well', () => {
  const delegate = { name: 'Cart', namespace: 'shop' };
  const yaml = virtualService('root', { hosts: ['a.example.com'], gateways: ['gw'], http: [{ delegate }] });
  expect(findingsOf('IST9206', yaml)).toEqual([]);
  expect(findingsOf('IST9015', yaml)).toEqual([
    'Warning IST9015 VirtualService default/root: spec.http[0].delegate.name "Cart" is not a Kubernetes name; use lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
  ]);
});

test('istiod drops the route to a delegate of another revision', () => {
  expect(findingsOf('IST9206', root, ofRevision('canary', virtualService('shop/cart', {})))).toEqual([
    `${AT} istiod drops this route: the label "istio.io/rev: canary" leaves VirtualService "shop/cart" to revision "canary"; remove the label, or set it to "default"`,
  ]);
  expect(findingsOf('IST9206', ofRevision('canary', root))).toEqual([]);
});

test.each([
  [undefined, 1],
  [['*'], 0],
])(
  'where the mesh keeps VirtualServices private, exportTo %j of a delegate gives %i findings',
  (exportTo, count) => {
    const mesh = { defaultVirtualServiceExportTo: ['.'] };
    const delegate = virtualService('shop/cart', { ...(exportTo && { exportTo }) });
    expect(findingsIn(mesh, 'IST9206', root, delegate)).toEqual(
      Array(count).fill(
        `${AT} VirtualService "shop/cart" is not exported to namespace "default", so istiod drops this route: it has no spec.exportTo, and the mesh's defaultVirtualServiceExportTo is "."; add spec.exportTo with the namespace there`,
      ),
    );
  },
);

test('a delegate that admission refuses is reported by itself alone', () => {
  const http = [{ match: [{ uri: { regex: '(' } }], route: [{ destination: { host: 'a' } }] }];
  const refused = virtualService('shop/cart', { http });
  expect(findingsOf('IST9206', root, refused)).toEqual([]);
  expect(findingsOf('IST0106', root, refused)).toHaveLength(1);
});
