import { describeOutcome, type Source, trace } from '../../lib/routing';
import { app, gateway, kubernetesGateway, namespace, object, type Part, routes, service, to } from '../scene';
import { mesh, outcome } from './outcomes';

const APPS = app('shop/cart') + app('shop/till');
const VIA_CART =
  gateway('shop/gw') + routes('shop/routes', `[{ ${to('cart')} }]`, { hosts: '[a.com]', gateways: '[gw]' });

function answer(yaml: string, url: string, from: Source = 'gateway'): string {
  return trace(mesh(APPS + yaml), { url, from })
    .outcomes.map(describeOutcome)
    .join(', ');
}

const edge = (spec: object = {}) =>
  kubernetesGateway('shop/edge', { listeners: [{ port: 80, hostname: '*.com' }], ...spec });
const OF_INGRESS = {
  addresses: [{ type: 'Hostname', value: 'istio-ingressgateway.istio-system.svc.cluster.local' }],
};
const BY_EDGE =
  'not modelled, because of Gateway shop/edge: the Kubernetes Gateway API has a say in this request by this Gateway, and it is not modelled';

test.each([
  [
    'a Gateway of the pods comes before what Istio makes of the request',
    edge(OF_INGRESS) + VIA_CART,
    'http://a.com/',
    BY_EDGE,
  ],
  [
    'a Gateway with pods of its own has no say where Istio answers',
    edge() + VIA_CART,
    'http://a.com/',
    /^to Deployment shop\/cart/,
  ],
  ['a listener for other hosts has no say', edge(OF_INGRESS) + VIA_CART, 'http://a.org/', /^404 NR/],
  [
    'a listener on another port has no say',
    edge({ ...OF_INGRESS, listeners: [{ port: 443 }] }) + VIA_CART,
    'http://a.com/',
    /^to Deployment/,
  ],
])('Kubernetes Gateway API: %s', (_, yaml, url, expected) => {
  expect(answer(yaml, url)).toEqual(
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  );
});

test('a Gateway with pods of its own is a near miss where nothing else answers', () => {
  const { outcomes, nearMisses } = trace(mesh(APPS + gateway('shop/gw') + edge()), { url: 'http://a.com/' });
  expect(outcomes).toMatchObject([{ is: 'failed', status: 404, flag: 'NR' }]);
  expect(nearMisses).toEqual([
    {
      object: { kind: 'Gateway', namespace: 'shop', name: 'edge' },
      because:
        'of the Kubernetes Gateway API is for this host and port; its pods and routes are not modelled',
    },
  ]);
});

const routeOf = (kind: string, parent: Part) =>
  object(kind, 'shop/canary', `{ parentRefs: [${JSON.stringify(parent)}] }`);

test.each([
  ['HTTPRoute', { group: '', kind: 'Service', name: 'cart' }, 'unmodelled canary'],
  ['TCPRoute', { group: '', kind: 'Service', name: 'cart', port: 80 }, 'unmodelled canary'],
  ['HTTPRoute', { group: '', kind: 'Service', name: 'cart', port: 81 }, 'cart:8080'],
  ['HTTPRoute', { group: '', kind: 'Service', name: 'till' }, 'cart:8080'],
  ['HTTPRoute', { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'cart' }, 'cart:8080'],
])('a %s of %j has a say in what sidecars send', (kind, parent, expected) => {
  const model = mesh(APPS + routeOf(kind, parent));
  expect(outcome(model, { url: 'http://cart/', from: 'mesh:shop/till' })).toBe(expected);
  expect(
    outcome(model, { url: 'http://1.2.3.4/', headers: { Host: 'cart.shop' }, from: 'mesh:shop/till' }),
  ).toBe(expected);
});

test('pods that istiod runs for a Kubernetes Gateway are no source, and the message says why', () => {
  expect(() => answer(edge(), 'http://a.com/', 'gateway:shop/edge-istio')).toThrow(
    'there is no workload "edge-istio" in namespace "shop"; istiod creates the pods of Gateway "edge" of the Kubernetes Gateway API, and they are not modelled',
  );
});

const AMBIENT = namespace('calm', { 'istio.io/dataplane-mode': 'ambient' });
const CALM = app('calm/tea')
  .replace(', "sidecar.istio.io/inject":"true"', '')
  .replace('"sidecar.istio.io/inject":"true",', '');

test('a client in ambient mode is not modelled', () => {
  expect(answer(AMBIENT + CALM, 'http://cart.shop/', 'mesh:calm/tea')).toBe(
    'not modelled, because of Deployment calm/tea: its pods are in ambient mode, which is not modelled',
  );
});

test('of several destinations, only those in ambient mode are not modelled', () => {
  const half = (host: string) => `{ destination: { host: ${host} }, weight: 50 }`;
  const vs = routes('shop/routes', `[{ route: [${half('cart')}, ${half('tea.calm.svc.cluster.local')}] }]`, {
    hosts: '[a.com]',
    gateways: '[gw]',
  });
  expect(outcome(mesh(APPS + AMBIENT + CALM + gateway('shop/gw') + vs), 'http://a.com/')).toBe(
    '50% cart:8080, 50% unmodelled tea',
  );
});

test('a Service behind a waypoint is not modelled', () => {
  const guarded = service('shop/cart').replace(
    'namespace: shop',
    'namespace: shop, labels: { istio.io/use-waypoint: way }',
  );
  expect(answer(guarded + VIA_CART, 'http://a.com/')).toBe(
    'not modelled, because of Service shop/cart: waypoint "way" takes its requests in ambient mode, which is not modelled',
  );
});

test('without the workloads of applications, requests go to pods that are not shown', () => {
  const yaml = service('shop/cart') + VIA_CART;
  const request = { url: 'http://a.com/' };
  expect(trace(mesh(yaml), request).outcomes.map(describeOutcome)).toEqual([
    'to pods that are not shown:8080 (cart.shop.svc.cluster.local:80), which sees a.com/',
  ]);
  expect(answer(service('other/tea') + VIA_CART, 'http://a.com/')).toMatch(/^to Deployment shop\/cart/);
  expect(outcome(mesh(yaml + app('blog/posts')), request)).toBe('503 UH');
});

test("the client's own workload does not show those of others", () => {
  const yaml = app('shop/till') + service('blog/posts');
  const request = { url: 'http://posts.blog/', from: 'mesh:shop/till' } as const;
  expect(trace(mesh(yaml), request).outcomes).toMatchObject([
    { is: 'delivered', endpoints: [{ isUnknown: true }] },
  ]);
  expect(outcome(mesh(yaml + app('blog/pages')), request)).toBe('503 UH');
});
