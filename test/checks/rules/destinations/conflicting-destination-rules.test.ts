import { destinationRule } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (a: object, b: object, other = 'b') =>
  findingsOf(
    'IST9208',
    destinationRule('a', { host: 'web', ...a }),
    destinationRule(other, { host: 'web', ...b }),
  );
const HOST = 'web.default.svc.cluster.local';
const DISABLE = { trafficPolicy: { tls: { mode: 'DISABLE' } } };
const POOL = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } };
const v1 = (label: string) => ({ subsets: [{ name: 'v1', labels: { version: label } }] });

test.each([
  [
    DISABLE,
    POOL,
    `b: spec.trafficPolicy DestinationRule "default/a" also has a traffic policy for "${HOST}", and istiod uses only the policy of the older one; put both into one DestinationRule`,
  ],
  [
    v1('1'),
    v1('2'),
    `b: spec.subsets[0] DestinationRule "default/a" defines subset "v1" of "${HOST}" differently, and istiod uses only the definition of the older one; define each subset once`,
  ],
  [
    v1('1'),
    { exportTo: ['*'] },
    `a: spec.host DestinationRule "default/b" is also for "${HOST}", but exported to other namespaces, so istiod does not merge the two: clients that see both follow only the younger one; export both to the same namespaces, or put them into one`,
  ],
])('%j and %j', (a, b, message) => {
  expect(findings(a, b)).toEqual([`Warning IST9208 DestinationRule default/${message}`]);
});

test.each([
  [DISABLE, v1('1')],
  [v1('1'), v1('1')],
  [DISABLE, { host: 'api', ...POOL }],
  [DISABLE, { workloadSelector: { matchLabels: { app: 'x' } }, ...POOL }],
  [{ exportTo: ['.'] }, { exportTo: ['other'] }],
])('%j and %j go together', (a, b) => {
  expect(findings(a, b)).toEqual([]);
});

test('those of different namespaces are not merged', () => {
  expect(findings({ host: HOST, ...DISABLE }, { host: HOST, ...POOL }, 'other/b')).toEqual([]);
});
