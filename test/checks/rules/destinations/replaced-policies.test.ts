import { destinationRule, service } from '../../../scene';
import { findingsOf } from '../../support';

const PORTS = ['{ name: http, port: 80 }', '{ name: grpc, port: 90 }'];
const POOL = { tcp: { maxConnections: 1 } };
const at = (number: number, entry: object) => ({ port: { number }, ...entry });
const findings = (spec: object) =>
  findingsOf('IST9257', service('web', ...PORTS), destinationRule('web', { host: 'web', ...spec }));
const HOST = '"web.default.svc.cluster.local"';
const message = (field: string, lacking: string) =>
  `Warning IST9257 DestinationRule default/web: ${field} never takes effect: every port of ${HOST} has an entry in portLevelSettings, which replaces the policy for the port, and the entry for port ${lacking} does not have this setting; write it into the entry`;

const TLS = { tls: { mode: 'DISABLE' } };
const BOTH = [at(80, TLS), at(90, { ...TLS, connectionPool: POOL })];

const POOLS = [at(80, { connectionPool: POOL }), at(90, { connectionPool: POOL })];

test('TLS of the policy is lost', () => {
  expect(findings({ trafficPolicy: { tls: { mode: 'SIMPLE' }, portLevelSettings: POOLS } })).toEqual([
    message('spec.trafficPolicy.tls', '80 and 90'),
  ]);
});

test('every port has an entry, and one of them lacks a setting of the policy', () => {
  expect(findings({ trafficPolicy: { connectionPool: POOL, portLevelSettings: BOTH } })).toEqual([
    message('spec.trafficPolicy.connectionPool', '80'),
  ]);
  const outlierDetection = { consecutive5xxErrors: 1 };
  expect(findings({ trafficPolicy: { outlierDetection, portLevelSettings: BOTH } })).toEqual([
    message('spec.trafficPolicy.outlierDetection', '80 and 90'),
  ]);
  const subsets = [{ name: 'v1', trafficPolicy: { connectionPool: POOL, portLevelSettings: BOTH } }];
  expect(findings({ subsets })).toEqual([message('spec.subsets[0].trafficPolicy.connectionPool', '80')]);
});

test('a setting that no entry can have', () => {
  const retryBudget = { percent: 20 };
  expect(findings({ trafficPolicy: { retryBudget, portLevelSettings: BOTH } })).toEqual([
    `Warning IST9257 DestinationRule default/web: spec.trafficPolicy.retryBudget never takes effect: every port of ${HOST} has an entry in portLevelSettings, which replaces the policy for the port and cannot have this setting; move the settings of the ports to the policy, and remove the entries`,
  ]);
  const subsets = [{ name: 'v1', trafficPolicy: { retryBudget, portLevelSettings: BOTH } }];
  expect(findings({ subsets })).toEqual([]);
});

test.each([
  ['a port has no entry', { connectionPool: POOL, portLevelSettings: [at(80, TLS)] }],
  ['each entry has the setting', { ...TLS, portLevelSettings: BOTH }],
  ['automatic mutual TLS sees DISABLE', { ...TLS, portLevelSettings: POOLS }],
  ['there are no entries', { connectionPool: POOL }],
])('the policy takes effect, or nothing is lost: %s', (_, trafficPolicy) => {
  expect(findings({ trafficPolicy })).toEqual([]);
});

test('the ports of a host that is not shown are not known', () => {
  const trafficPolicy = { connectionPool: POOL, portLevelSettings: BOTH };
  expect(findings({ host: 'other', trafficPolicy })).toEqual([]);
});
