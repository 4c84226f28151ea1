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

describe('a wildcard', () => {
  const wide = (host: string, mode: string, ...yaml: string[]) =>
    findingsOf('IST9213', destinationRule('all', { host, trafficPolicy: tls(mode) }), ...yaml);
  const ALL = 'Error IST9213 DestinationRule default/all: spec.trafficPolicy.tls';
  const WEB = service('web') + deployment('web');

  test.each(['*.default.svc.cluster.local', '*.local', '*'])(
    'covers the Services that are shown: %s',
    (host) => {
      expect(wide(host, 'DISABLE', WEB, peers('STRICT'))).toEqual([
        `${ALL} "DISABLE" does not send mutual TLS of the mesh, but Deployment "default/web" accepts nothing else on port 80, so connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
      ]);
      expect(wide(host, 'ISTIO_MUTUAL', WEB, peers('DISABLE'))).toHaveLength(1);
      expect(wide(host, 'ISTIO_MUTUAL', WEB, peers('STRICT'))).toEqual([]);
    },
  );

  test('gives way to a rule for one of its hosts', () => {
    const own = destinationRule('web', { host: 'web', trafficPolicy: tls('ISTIO_MUTUAL') });
    expect(wide('*.default.svc.cluster.local', 'DISABLE', WEB, own, peers('STRICT'))).toEqual([]);
  });

  test('does not mean Istio itself', () => {
    expect(wide('*.local', 'ISTIO_MUTUAL')).toEqual([]);
  });

  const peersOf = (namespace: string, mode: string) =>
    peerAuthentication(`${namespace}/peers`, { mtls: { mode } });

  test.each([
    ['a namespace', '*.shop.svc.cluster.local', peersOf('shop', 'STRICT'), 'shop/peers'],
    [
      'a namespace by the mesh',
      '*.shop.svc.cluster.local',
      peersOf('istio-system', 'STRICT'),
      'istio-system/peers',
    ],
    ['the mesh', '*.local', peersOf('istio-system', 'STRICT'), 'istio-system/peers'],
  ])('contradicts what holds for %s', (_, host, policy, name) => {
    expect(wide(host, 'DISABLE', policy)).toEqual([
      `${ALL} "DISABLE" does not send mutual TLS of the mesh, but by PeerAuthentication "${name}" the workloads of these hosts accept nothing else, so connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
    ]);
    expect(wide(host, 'ISTIO_MUTUAL', policy.replace('STRICT', 'DISABLE'))).toEqual([
      `${ALL} "ISTIO_MUTUAL" sends mutual TLS of the mesh, but PeerAuthentication "${name}" disables it for the workloads of these hosts, so connections fail; remove this setting, or set "DISABLE"`,
    ]);
  });

  test.each([
    ['of permissive workloads', '*.shop.svc.cluster.local', peersOf('shop', 'PERMISSIVE')],
    ['of another namespace', '*.shop.svc.cluster.local', peersOf('cart', 'STRICT')],
    ['of the mesh, of which one namespace is strict', '*.local', peersOf('cart', 'STRICT')],
    ['of servers outside', '*.example.com', peersOf('istio-system', 'STRICT')],
    [
      'with a policy for some workloads',
      '*.shop.svc.cluster.local',
      peersOf('shop', 'STRICT') +
        peerAuthentication('shop/open', {
          selector: { matchLabels: { app: 'a' } },
          mtls: { mode: 'PERMISSIVE' },
        }),
    ],
  ])('%s may work', (_, host, policy) => {
    expect(wide(host, 'DISABLE', policy)).toEqual([]);
  });
});
