import { ApiObject, Duration } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  ClientCertificate,
  ClientTls,
  DestinationRule,
  type DestinationRuleProps,
  EchoServer,
  H2UpgradePolicy,
  HashAlgorithm,
  HashKey,
  LoadBalancer,
  ProxyProtocolVersion,
  type TrafficPolicy,
  TunnelProtocol,
  VirtualService,
} from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const newRule = (props: Partial<DestinationRuleProps> = {}) =>
  new DestinationRule(newChart(), 'rule', { host: 'shop', ...props });

const policyOf = (trafficPolicy: TrafficPolicy) =>
  (specOf(newRule({ trafficPolicy })) as { trafficPolicy: unknown }).trafficPolicy;

test('subsets of a Service', () => {
  const chart = newChart();
  const rule = new DestinationRule(chart, 'rule', {
    host: newService(chart, 'shop'),
    subsets: { v1: { labels: { version: 'v1' } } },
    exportTo: ['.', 'web'],
  });
  rule.addSubset('v2', {
    labels: new EchoServer(newChart(), 'shop', { version: 'v2' }),
    trafficPolicy: { loadBalancer: LoadBalancer.roundRobin() },
  });

  expect(ApiObject.of(rule).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'test-rule', namespace: 'default' },
    spec: {
      exportTo: ['.', 'web'],
      host: 'shop',
      subsets: [
        { labels: { version: 'v1' }, name: 'v1' },
        {
          labels: { app: 'shop', version: 'v2' },
          name: 'v2',
          trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' } },
        },
      ],
    },
  });
  expect(mistakesOf(rule)).toEqual([]);
});

test('a subset of all endpoints', () => {
  const rule = new DestinationRule(newChart(), 'rule', { host: 'shop', subsets: { all: {} } });
  expect(specOf(rule)).toEqual({ host: 'shop', subsets: [{ name: 'all' }] });
});

test('clients of its own namespace', () => {
  const chart = newChart();
  const client = new Deployment(chart, 'client', { containers: [{ image: 'x' }] });

  expect(specOf(newRule({ workloadSelector: client }))).toEqual({
    host: 'shop',
    workloadSelector: { matchLabels: client.matchLabels },
  });
});

test('a host in another namespace', () => {
  expect(specOf(newRule({ host: newService(newChart('prod'), 'shop') }))).toEqual({
    host: 'shop.prod.svc.cluster.local',
  });
});

describe('a traffic policy', () => {
  test('with limits', () => {
    expect(
      policyOf({
        connectionPool: {
          tcp: {
            maxConnections: 100,
            connectTimeout: Duration.millis(30),
            tcpKeepalive: { probes: 3, time: Duration.hours(2), interval: Duration.seconds(75) },
            maxConnectionDuration: Duration.minutes(10),
            idleTimeout: Duration.minutes(5),
          },
          http: {
            http1MaxPendingRequests: 1,
            http2MaxRequests: 2,
            maxRequestsPerConnection: 3,
            maxRetries: 4,
            idleTimeout: Duration.seconds(15),
            h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
            useClientProtocol: false,
            maxConcurrentStreams: 5,
          },
        },
      }),
    ).toEqual({
      connectionPool: {
        tcp: {
          maxConnections: 100,
          connectTimeout: '30ms',
          tcpKeepalive: { probes: 3, time: '2h', interval: '75s' },
          maxConnectionDuration: '10m',
          idleTimeout: '5m',
        },
        http: {
          http1MaxPendingRequests: 1,
          http2MaxRequests: 2,
          maxRequestsPerConnection: 3,
          maxRetries: 4,
          idleTimeout: '15s',
          h2UpgradePolicy: 'UPGRADE',
          useClientProtocol: false,
          maxConcurrentStreams: 5,
        },
      },
    });
  });

  test('with circuit breaking', () => {
    expect(
      policyOf({
        outlierDetection: {
          consecutive5xxErrors: 7,
          consecutiveGatewayErrors: 5,
          consecutiveLocalOriginFailures: 3,
          splitExternalLocalOriginErrors: true,
          interval: Duration.minutes(5),
          baseEjectionTime: Duration.minutes(15),
          maxEjectionPercent: 50,
          minHealthPercent: 30,
        },
      }),
    ).toEqual({
      outlierDetection: {
        consecutive5xxErrors: 7,
        consecutiveGatewayErrors: 5,
        consecutiveLocalOriginFailures: 3,
        splitExternalLocalOriginErrors: true,
        interval: '5m',
        baseEjectionTime: '15m',
        maxEjectionPercent: 50,
        minHealthPercent: 30,
      },
    });
  });

  test.each<[string, LoadBalancer, object]>([
    ['least request', LoadBalancer.leastRequest(), { simple: 'LEAST_REQUEST' }],
    ['random', LoadBalancer.random(), { simple: 'RANDOM' }],
    ['passthrough', LoadBalancer.passthrough(), { simple: 'PASSTHROUGH' }],
    [
      'round robin, warming up',
      LoadBalancer.roundRobin({
        warmup: { duration: Duration.seconds(90), minimumPercent: 5, aggression: 1.5 },
      }),
      { simple: 'ROUND_ROBIN', warmup: { duration: '90s', minimumPercent: 5, aggression: 1.5 } },
    ],
    [
      'hash of a header',
      LoadBalancer.consistentHash(HashKey.httpHeader('x-user')),
      { consistentHash: { httpHeaderName: 'x-user' } },
    ],
    [
      'hash of a cookie',
      LoadBalancer.consistentHash(
        HashKey.httpCookie('user', {
          ttl: Duration.seconds(0),
          path: '/',
          attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
        }),
      ),
      {
        consistentHash: {
          httpCookie: {
            name: 'user',
            ttl: '0s',
            path: '/',
            attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
          },
        },
      },
    ],
    [
      'hash of the address, on a ring',
      LoadBalancer.consistentHash(HashKey.sourceIp(), { algorithm: HashAlgorithm.ringHash(2048) }),
      { consistentHash: { useSourceIp: true, ringHash: { minimumRingSize: 2048 } } },
    ],
    [
      'hash of a query parameter, in a table',
      LoadBalancer.consistentHash(HashKey.httpQueryParameter('user'), {
        algorithm: HashAlgorithm.maglev(65537),
      }),
      { consistentHash: { httpQueryParameterName: 'user', maglev: { tableSize: 65537 } } },
    ],
    [
      'shares by locality',
      LoadBalancer.roundRobin({
        localityLbSetting: { distribute: [{ from: 'eu/*', to: { 'eu/a/*': 80, 'eu/b/*': 20 } }] },
      }),
      {
        simple: 'ROUND_ROBIN',
        localityLbSetting: { distribute: [{ from: 'eu/*', to: { 'eu/a/*': 80, 'eu/b/*': 20 } }] },
      },
    ],
    [
      'failover by locality',
      LoadBalancer.random({
        localityLbSetting: {
          enabled: true,
          failover: [{ from: 'eu', to: 'us' }],
          failoverPriority: ['version=v1'],
        },
      }),
      {
        simple: 'RANDOM',
        localityLbSetting: {
          enabled: true,
          failover: [{ from: 'eu', to: 'us' }],
          failoverPriority: ['version=v1'],
        },
      },
    ],
  ])('with a load balancer: %s', (_, loadBalancer, expected) => {
    expect(policyOf({ loadBalancer })).toEqual({ loadBalancer: expected });
  });

  test.each<[string, ClientTls, object]>([
    ['none', ClientTls.disable(), { mode: 'DISABLE' }],
    [
      'simple',
      ClientTls.simple({ caCertificates: '/ca.pem', caCrl: '/crl.pem', sni: 'a', subjectAltNames: ['b'] }),
      { mode: 'SIMPLE', caCertificates: '/ca.pem', caCrl: '/crl.pem', sni: 'a', subjectAltNames: ['b'] },
    ],
    [
      'simple, with a secret',
      ClientTls.simple({ credentialName: 'ca', insecureSkipVerify: false }),
      { mode: 'SIMPLE', credentialName: 'ca', insecureSkipVerify: false },
    ],
    [
      'mutual, with files',
      ClientTls.mutual({
        certificate: ClientCertificate.files('/cert.pem', '/key.pem'),
        caCertificates: '/ca.pem',
        sni: 'a',
        subjectAltNames: ['b'],
      }),
      {
        mode: 'MUTUAL',
        clientCertificate: '/cert.pem',
        privateKey: '/key.pem',
        caCertificates: '/ca.pem',
        sni: 'a',
        subjectAltNames: ['b'],
      },
    ],
    [
      'mutual, with a secret',
      ClientTls.mutual({ certificate: ClientCertificate.credentialName('client'), insecureSkipVerify: true }),
      { mode: 'MUTUAL', credentialName: 'client', insecureSkipVerify: true },
    ],
    [
      'of the mesh',
      ClientTls.istioMutual({ sni: 'a', subjectAltNames: ['b'] }),
      { mode: 'ISTIO_MUTUAL', sni: 'a', subjectAltNames: ['b'] },
    ],
  ])('with encryption: %s', (_, tls, expected) => {
    const rule = newRule({ trafficPolicy: { tls } });

    expect(policyOf({ tls })).toEqual({ tls: expected });
    expect(mistakesOf(rule)).toEqual([]);
  });

  test('with the rest', () => {
    expect(
      policyOf({
        portLevelSettings: [{ port: 80, loadBalancer: LoadBalancer.random(), tls: ClientTls.disable() }],
        tunnel: { protocol: TunnelProtocol.POST, targetHost: 'proxy.example.com', targetPort: 3128 },
        retryBudget: { percent: 25, minRetryConcurrency: 10 },
      }),
    ).toEqual({
      portLevelSettings: [
        { port: { number: 80 }, loadBalancer: { simple: 'RANDOM' }, tls: { mode: 'DISABLE' } },
      ],
      tunnel: { protocol: 'POST', targetHost: 'proxy.example.com', targetPort: 3128 },
      retryBudget: { percent: 25, minRetryConcurrency: 10 },
    });
    expect(policyOf({ proxyProtocol: ProxyProtocolVersion.V2 })).toEqual({
      proxyProtocol: { version: 'V2' },
    });
  });
});

describe('a subset as a destination', () => {
  const destinationOf = (rule: DestinationRule, namespace: string, port?: number | string) => {
    const routes = new VirtualService(newChart(namespace), 'routes', {
      hosts: ['shop.example.com'],
      http: [{ to: rule.subset('v1', { port }) }],
    });
    expect(mistakesOf(routes)).toEqual([]);
    return (specOf(routes) as { http: [{ route: [{ destination: unknown }] }] }).http[0].route[0].destination;
  };
  const subsets = { v1: { labels: { version: 'v1' } } };

  test('of a Service', () => {
    const ports = [
      { port: 80, name: 'http' },
      { port: 81, name: 'grpc' },
    ];
    const rule = newRule({ host: newService(newChart(), 'shop', ports), subsets });

    expect(destinationOf(rule, 'default', 'grpc')).toEqual({
      host: 'shop',
      port: { number: 81 },
      subset: 'v1',
    });
    expect(destinationOf(rule, 'web', 80)).toEqual({
      host: 'shop.default.svc.cluster.local',
      port: { number: 80 },
      subset: 'v1',
    });
  });

  test('of a host by name, which means the same from every namespace', () => {
    const rule = newRule({ host: 'shop', subsets });

    expect(destinationOf(rule, 'default')).toEqual({ host: 'shop', subset: 'v1' });
    expect(destinationOf(rule, 'web', 80)).toEqual({
      host: 'shop.default.svc.cluster.local',
      port: { number: 80 },
      subset: 'v1',
    });
    expect(destinationOf(newRule({ host: 'shop.example.org', subsets }), 'web')).toEqual({
      host: 'shop.example.org',
      subset: 'v1',
    });
  });

  test('not one that the rule does not have, nor twice the same', () => {
    const rule = newRule({ subsets });

    expect(() => rule.subset('v2')).toThrow(
      new Error('[test/rule] DestinationRule "test-rule": has no subset "v2"; its subsets are: v1 [IST0101]'),
    );
    expect(() => rule.addSubset('v1', { labels: {} })).toThrow(
      new Error(
        '[test/rule] DestinationRule "test-rule": subset "v1" is there already; choose another name [IST9023]',
      ),
    );
  });

  test('not by a port name that nothing tells the number of', () => {
    const routes = new VirtualService(newChart(), 'routes', {
      hosts: ['shop'],
      http: [{ to: newRule({ subsets }).subset('v1', { port: 'http' }) }],
    });

    expect(mistakesOf(routes)).toEqual([
      '[test/routes] VirtualService "test-routes": spec.http[0].route[0].destination.port.number ' +
        '"http" is the name of a port, which is not known of host "shop"; use its number [IST9043]',
    ]);
  });
});
