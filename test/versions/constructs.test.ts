import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  ApplyTo,
  ClientTls,
  DestinationRule,
  EgressHosts,
  EnvoyFilter,
  EnvoyMatch,
  EnvoyPatch,
  Gateway,
  type IstioVersion,
  JwtKeys,
  LoadBalancer,
  MeshApp,
  PathMatch,
  PortProtocol,
  RequestAuthentication,
  Server,
  ServerTls,
  Sidecar,
  SidecarTls,
  TokenPresence,
  VirtualService,
} from '../../lib';
import { inTemporaryFolder, newChart, specOf } from '../support';

test('a DestinationRule', () => {
  const rule = new DestinationRule(newChart(), 'rule', {
    host: 'shop',
    trafficPolicy: {
      connectionPool: {
        http: { http2KeepAlive: { interval: Duration.seconds(30), timeout: Duration.seconds(5) } },
      },
      loadBalancer: LoadBalancer.roundRobin({
        zoneAwareLbSetting: {
          failover: [{ from: 'eu', to: 'us' }],
          failoverPriority: ['version'],
          minClusterSize: 3,
        },
      }),
      outlierDetection: { outlierDetectionHttpErrorCodes: [500, 429], failurePercentageThreshold: 50 },
      retryBudget: { percent: 10, budgetInterval: Duration.seconds(1) },
      tls: ClientTls.simple({ caCertCredentialName: 'ca' }),
    },
    subsets: {
      loaded: {
        labels: { version: 'v1' },
        trafficPolicy: {
          loadBalancer: LoadBalancer.backendUtilization({
            weightUpdatePeriod: Duration.millis(500),
            errorUtilizationPenaltyPercent: 100,
            metricNamesForComputingUtilization: ['named_metrics.queue'],
          }),
          retryBudget: { budgetInterval: Duration.seconds(0) },
        },
      },
    },
  });

  expect(specOf(rule)).toMatchObject({
    trafficPolicy: {
      connectionPool: { http: { http2KeepAlive: { interval: '30s', timeout: '5s' } } },
      loadBalancer: {
        simple: 'ROUND_ROBIN',
        zoneAwareLbSetting: {
          failover: [{ from: 'eu', to: 'us' }],
          failoverPriority: ['version'],
          minClusterSize: 3,
        },
      },
      outlierDetection: { outlierDetectionHttpErrorCodes: [500, 429], failurePercentageThreshold: 50 },
      retryBudget: { percent: 10, budgetInterval: '1s' },
      tls: { mode: 'SIMPLE', caCertCredentialName: 'ca' },
    },
    subsets: [
      {
        trafficPolicy: {
          loadBalancer: {
            backendUtilization: {
              weightUpdatePeriod: '500ms',
              errorUtilizationPenaltyPercent: 100,
              metricNamesForComputingUtilization: ['named_metrics.queue'],
            },
          },
          retryBudget: { budgetInterval: '0s' },
        },
      },
    ],
  });
});

test('TLS at a Gateway and at a Sidecar', () => {
  const options = { ecdhCurves: ['X25519'], alpnProtocols: ['http/1.1'], insecureSkipVerify: true };
  const tls = ServerTls.mutual({ credentialName: 'a', ...options });
  const gateway = new Gateway(newChart(), 'gateway', {
    servers: [Server.https({ hosts: ['a.example.com'], tls })],
  });
  const sidecar = new Sidecar(newChart(), 'sidecar', {
    ingress: [
      {
        port: { number: 443, protocol: PortProtocol.HTTPS, name: 'https' },
        tls: SidecarTls.mutual({
          certificates: { serverCertificate: '/a', privateKey: '/b' },
          caCertificates: '/c',
          ...options,
        }),
      },
    ],
    egress: [{ hosts: [EgressHosts.anyNamespace(), EgressHosts.except(EgressHosts.namespace('other'))] }],
  });

  expect(specOf(gateway)).toMatchObject({ servers: [{ tls: options }] });
  expect(specOf(sidecar)).toMatchObject({
    ingress: [{ tls: options }],
    egress: [{ hosts: ['*/*', '~other/*'] }],
  });
});

test('a redirect, a token rule, and patches', () => {
  const chart = newChart();
  const routes = new VirtualService(chart, 'routes', {
    hosts: ['a.example.com'],
    http: [{ match: [{ path: PathMatch.prefix('/a/') }], redirect: { prefixRewrite: '/b/' } }],
  });
  const tokens = new RequestAuthentication(chart, 'tokens', {
    jwtRules: [{ issuer: 'a', keys: JwtKeys.discovery(), presence: TokenPresence.REQUIRED }],
  });
  const filter = new EnvoyFilter(chart, 'filter', {
    configPatches: [
      {
        applyTo: ApplyTo.FILTER_CHAIN,
        match: EnvoyMatch.listener({ filterChain: { transportSocket: 'envoy.transport_sockets.tls' } }),
        patch: EnvoyPatch.mergeAndReplaceLists({ name: 'a' }),
      },
    ],
  });

  expect(specOf(routes)).toMatchObject({ http: [{ redirect: { prefixRewrite: '/b/' } }] });
  expect(specOf(tokens)).toMatchObject({ jwtRules: [{ presence: 'REQUIRED' }] });
  expect(specOf(filter)).toMatchObject({
    configPatches: [
      {
        match: { listener: { filterChain: { transportSocket: 'envoy.transport_sockets.tls' } } },
        patch: { operation: 'MERGE_AND_REPLACE_LIST' },
      },
    ],
  });
});

describe('the version of an app', () => {
  function synth(istio: IstioVersion | undefined, aggression: number): string {
    return inTemporaryFolder((outdir) => {
      const app = new MeshApp({
        outdir,
        ...(istio ? { istio } : {}),
        checks: { ignore: ['IST0101', 'IST0174'] },
      });
      const chart = new Chart(app, 'chart', { namespace: 'default' });
      new DestinationRule(chart, 'rule', {
        host: 'shop',
        trafficPolicy: {
          loadBalancer: LoadBalancer.roundRobin({ warmup: { duration: Duration.seconds(5), aggression } }),
        },
      });
      try {
        app.synth();
        return 'written';
      } catch (error) {
        return (error as Error).message.split('\n').at(-1)?.trim() ?? '';
      }
    });
  }

  test('constructs and checks follow it', () => {
    expect(synth(undefined, 0.5)).toBe('written');
    expect(synth('1.31', 0.5)).toBe('written');
    expect(synth('1.30', 0.5)).toMatch(/aggression 0.5 is too small; use 1 or more \[IST0106\]$/);
  });

  test('constructs of an App are for the newest version', () => {
    const chart = new Chart(new App(), 'chart');
    new DestinationRule(chart, 'rule', {
      host: 'shop',
      trafficPolicy: {
        loadBalancer: LoadBalancer.roundRobin({ warmup: { duration: Duration.seconds(5), aggression: 0.5 } }),
      },
    });
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('a version that is not supported', () => {
    expect(() => new MeshApp({ istio: '1.29' as IstioVersion })).toThrow(
      'Istio "1.29" is not supported; use one of 1.30, 1.31, 1.32',
    );
  });
});
