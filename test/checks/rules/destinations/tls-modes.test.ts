import { deployment, destinationRule, peerAuthentication, service } from '../../../scene';
import { findingsOf } from '../../support';

const WITHOUT = { 'sidecar.istio.io/inject': 'false' };
const findings = (trafficPolicy: object, ...yaml: string[]) =>
  findingsOf('IST9213', service('web'), destinationRule('web', { host: 'web', trafficPolicy }), ...yaml);
const tls = (mode: string) => ({ tls: { mode } });
const peers = (mode: string, spec: object = {}) => peerAuthentication('peers', { mtls: { mode }, ...spec });
const AT = 'Error IST9213 DestinationRule default/web: spec.trafficPolicy';

test.each(['DISABLE', 'SIMPLE'])('%s does not get through to where mutual TLS is required', (mode) => {
  expect(findings(tls(mode), deployment('web'), peers('STRICT'))).toEqual([
    `${AT}.tls "${mode}" does not send mutual TLS of the mesh, but Deployment "default/web" accepts nothing else on port 80, so connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
  ]);
});

test('mutual TLS needs a sidecar', () => {
  expect(findings(tls('ISTIO_MUTUAL'), deployment('web', WITHOUT))).toEqual([
    `${AT}.tls "ISTIO_MUTUAL" sends mutual TLS of the mesh, but Deployment "default/web" has no sidecar that accepts it on port 80, so connections fail; remove this setting, so that clients send what the workload accepts, or set "DISABLE"`,
  ]);
});

test('mutual TLS must not be disabled', () => {
  expect(findings(tls('ISTIO_MUTUAL'), deployment('web'), peers('DISABLE'))).toEqual([
    `${AT}.tls "ISTIO_MUTUAL" sends mutual TLS of the mesh, but a PeerAuthentication disables it for Deployment "default/web" on port 80, so connections fail; remove this setting, or set "DISABLE"`,
  ]);
});

test.each([
  ['DISABLE', [deployment('web'), peers('PERMISSIVE')]],
  ['DISABLE', [deployment('web')]],
  ['DISABLE', [deployment('web', WITHOUT), peers('STRICT')]],
  ['ISTIO_MUTUAL', [deployment('web'), peers('STRICT')]],
  ['ISTIO_MUTUAL', [deployment('web', WITHOUT), deployment('web-2', { app: 'web' })]],
  // Whether there is a sidecar depends on a namespace that nobody has shown.
  ['ISTIO_MUTUAL', [deployment('web', { 'sidecar.istio.io/inject': undefined })]],
  ['MUTUAL', [deployment('web'), peers('STRICT')]],
])('%s may work %#', (mode, yaml) => {
  expect(findings(tls(mode), ...yaml)).toEqual([]);
});

test('settings of a port replace those for all', () => {
  const ofPort = { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }] };
  expect(findings({ ...tls('ISTIO_MUTUAL'), ...ofPort }, deployment('web'), peers('STRICT'))).toEqual([
    expect.stringContaining(`${AT}.portLevelSettings[0].tls "DISABLE" does not send mutual TLS`),
  ]);
  expect(findings({ ...tls('ISTIO_MUTUAL'), ...ofPort }, deployment('web', WITHOUT))).toEqual([]);
});

test('modes of a workload’s port count for what its pods listen on', () => {
  const selector = { matchLabels: { app: 'web' } };
  const open = (port: number) =>
    peers('STRICT', { selector, portLevelMtls: { [port]: { mode: 'PERMISSIVE' } } });
  expect(findings(tls('DISABLE'), deployment('web'), open(80))).toHaveLength(1);
  expect(findings(tls('DISABLE'), deployment('web'), open(8080))).toEqual([]);
});

test('a rule of the root namespace gives way to one beside the host', () => {
  const host = 'web.default.svc.cluster.local';
  const ofRoot = destinationRule('istio-system/all', { host, trafficPolicy: tls('ISTIO_MUTUAL') });
  const beside = (spec: object) => destinationRule('web', { host: 'web', ...spec });
  const web = [service('web'), deployment('web', WITHOUT), ofRoot];
  const failing = [expect.stringContaining('DestinationRule istio-system/all: spec.trafficPolicy.tls')];
  expect(findingsOf('IST9213', ...web)).toEqual(failing);
  expect(findingsOf('IST9213', ...web, beside({ exportTo: ['.'] }))).toEqual(failing);
  expect(findingsOf('IST9213', ...web, beside({}))).toEqual([]);
});

test('settings that an older rule for the host hides say nothing', () => {
  const host = 'web.default.svc.cluster.local';
  const older = destinationRule('a', {
    host,
    trafficPolicy: tls('ISTIO_MUTUAL'),
    subsets: [{ name: 'v1', labels: {}, trafficPolicy: tls('ISTIO_MUTUAL') }],
  });
  const subsets = [{ name: 'v1', labels: {}, trafficPolicy: tls('SIMPLE') }];
  const hidden = destinationRule('b', { host, trafficPolicy: tls('DISABLE'), subsets });
  const web = [service('web'), deployment('web'), peers('STRICT')];
  expect(findingsOf('IST9213', ...web, hidden)).toHaveLength(2);
  expect(findingsOf('IST9213', ...web, older, hidden)).toEqual([]);
});

test('a rule that no client follows says nothing', () => {
  const rule = (exportTo: string[]) =>
    destinationRule('elsewhere/web', {
      host: 'web.default.svc.cluster.local',
      trafficPolicy: tls('DISABLE'),
      exportTo,
    });
  const web = [service('web'), deployment('web'), peers('STRICT')];
  // Clients look in their own namespace, in the Service's and in the root namespace, and this is neither.
  expect(findingsOf('IST9213', ...web, rule(['*']))).toEqual([]);
  expect(findingsOf('IST9213', ...web, rule(['*']), deployment('elsewhere/client'))).toHaveLength(1);
});
