import { virtualService } from '../../scene';
import { findingsOf } from '../../support';

const root = virtualService('root', {
  hosts: ['shop.example.com'],
  gateways: ['gw'],
  http: [{ delegate: { name: 'cart', namespace: 'shop' } }],
});
const AT = 'Warning IST9206 VirtualService default/root: spec.http[0].delegate';

test.each([
  [
    { hosts: ['x.example.com'] },
    'VirtualService "shop/cart" has hosts of its own, so that istiod drops this route; remove spec.hosts there',
  ],
  [
    { exportTo: ['.'] },
    'VirtualService "shop/cart" is not exported to namespace "default", so that istiod drops this route; add it to spec.exportTo there',
  ],
])('%j is no delegate', (spec, text) => {
  expect(findingsOf('IST9206', root, virtualService('shop/cart', spec))).toEqual([`${AT} ${text}`]);
});

test('a delegate has to be there', () => {
  expect(findingsOf('IST9206', root)).toEqual([
    `${AT} "shop/cart" is no VirtualService, so that istiod drops this route; create it, or correct name and namespace`,
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
    'Warning IST9015 VirtualService default/root: spec.http[0].delegate.name "Cart" is no Kubernetes name; use lower-case letters, digits, "-" and ".", a letter or digit at both ends',
  ]);
});
