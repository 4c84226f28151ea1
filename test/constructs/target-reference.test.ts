import {
  JwtKeys,
  type PolicyTarget,
  RequestAuthentication,
  ServiceReference,
  TargetReference,
} from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const jwtRules = [{ issuer: 'https://accounts.example.com', keys: JwtKeys.discovery() }];

const newPolicy = (target: PolicyTarget, namespace?: string) =>
  new RequestAuthentication(newChart(namespace), 'jwt', { ...target, jwtRules });

const targetsOf = (...targetRefs: TargetReference[]) =>
  (specOf(newPolicy({ targetRefs })) as { targetRefs: unknown[] }).targetRefs;

function mistakesIn(target: PolicyTarget, namespace?: string): string[] {
  return mistakesOf(newPolicy(target, namespace)).map((line) =>
    line.replace('[test/jwt] RequestAuthentication "test-jwt": spec.', ''),
  );
}

test('targets by name', () => {
  expect(
    targetsOf(
      TargetReference.gateway('waypoint'),
      TargetReference.gatewayClass('istio-waypoint'),
      TargetReference.service('shop'),
      TargetReference.serviceEntry('payments'),
    ),
  ).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
    { group: '', kind: 'Service', name: 'shop' },
    { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'payments' },
  ]);
});

test('Services by construct', () => {
  const chart = newChart();
  const elsewhere = ServiceReference.fromServiceName(chart, 'elsewhere', 'reviews', { ports: [] });

  expect(
    targetsOf(TargetReference.service(newService(chart, 'shop')), TargetReference.service(elsewhere)),
  ).toEqual([
    { group: '', kind: 'Service', name: 'shop' },
    { group: '', kind: 'Service', name: 'reviews' },
  ]);
});

test('refuses a Service of another namespace', () => {
  const targetRefs = [TargetReference.service(newService(newChart('shop'), 'shop'))];

  expect(mistakesIn({ targetRefs }, 'shop')).toEqual([]);
  expect(mistakesIn({ targetRefs }, 'default')).toEqual([
    'targetRefs[0] refers to Service "shop" in namespace "shop", but can only refer to its own namespace; ' +
      'put it into a chart of that namespace [IST9043]',
  ]);
});

test.each<[string, PolicyTarget, string[]]>([
  ['no target', {}, []],
  ['labels', { selector: { app: 'shop' } }, []],
  [
    'no labels',
    { selector: {} },
    [
      'selector.matchLabels is empty and therefore selects every pod; add labels, or remove the selector [IST0133]',
    ],
  ],
  [
    'a pattern',
    { selector: { app: 'shop-*' } },
    [
      'selector.matchLabels.app "shop-*" selects no pod, because labels are compared literally; write the label without "*" [IST0106]',
    ],
  ],
  [
    'a label without a key',
    { selector: { '': 'shop' } },
    ['selector.matchLabels has the value "shop" without a key; add the key [IST0106]'],
  ],
  ['a target', { targetRefs: [TargetReference.gateway('waypoint')] }, []],
  [
    'labels and a target',
    { selector: { app: 'shop' }, targetRefs: [TargetReference.gateway('waypoint')] },
    ['targetRefs cannot be used with spec.selector; keep one of them, or write two policies [IST0106]'],
  ],
  ['an empty list', { targetRefs: [] }, ['targetRefs is empty; add a target, or remove it [IST9010]']],
  ['16 targets', { targetRefs: Array(16).fill(TargetReference.gateway('waypoint')) }, []],
  [
    '17 targets',
    { targetRefs: Array(17).fill(TargetReference.gateway('waypoint')) },
    ['targetRefs has 17 targets; Istio allows at most 16 [IST0106]'],
  ],
  [
    'a target without a name',
    { targetRefs: [TargetReference.serviceEntry('')] },
    ['targetRefs[0].name is empty; name the target [IST0106]'],
  ],
  [
    'a class of gateways',
    { targetRefs: [TargetReference.gatewayClass('istio-waypoint')] },
    [
      'targetRefs[0] refers to a GatewayClass, which has an effect in the root namespace only; ' +
        'move the policy to "istio-system" [IST9010]',
    ],
  ],
])('%s', (_, target, mistakes) => {
  expect(mistakesIn(target)).toEqual(mistakes);
});

test('a class of gateways in the root namespace', () => {
  const targetRefs = [TargetReference.gatewayClass('istio-waypoint')];

  expect(mistakesIn({ targetRefs }, 'istio-system')).toEqual([]);
});
