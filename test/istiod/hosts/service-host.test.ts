import { fullHost, namesOf, serviceHost, serviceNamed } from '../../../lib/istiod/hosts/service-host';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.prod', 'reviews.prod'],
  ['reviews.prod.svc.cluster.local', 'reviews.prod.svc.cluster.local'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['::1', '::1'],
  ['', ''],
])('"%s" in namespace "shop" means "%s" (G1)', (host, expected) => {
  expect(fullHost(host, 'shop')).toBe(expected);
});

test.each([
  [serviceHost('reviews', 'shop'), { name: 'reviews', namespace: 'shop' }],
  ['a.reviews.shop.svc.cluster.local', undefined],
  ['reviews.shop', undefined],
])('"%s" is the host of %j', (host, expected) => {
  expect(serviceNamed(host)).toEqual(expected);
});

test('a Service has short names, the shortest only in its own namespace (I3)', () => {
  const host = serviceHost('reviews', 'shop');
  expect(namesOf(host, 'web')).toEqual([host, `${host}.`, 'reviews.shop.svc', 'reviews.shop']);
  expect(namesOf(host, 'shop')).toEqual([...namesOf(host, 'web'), 'reviews']);
  expect(namesOf('api.example.com', 'shop')).toEqual(['api.example.com', 'api.example.com.']);
});
