import { ApiObject, Duration, JsonPatch } from 'cdk8s';
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
  type LocalityLoadBalancerSetting,
  ProxyProtocolVersion,
  type TrafficPolicy,
} from '../../lib';
import { mistakeTextsOf, newChart } from '../support';

function mistakesIn(rule: DestinationRule): string[] {
  return mistakeTextsOf(rule).map((line) =>
    line.replace('[test/rule] DestinationRule "test-rule": spec.', ''),
  );
}

const mistakesWith = (props: Partial<DestinationRuleProps>) =>
  mistakesIn(new DestinationRule(newChart(), 'rule', { host: 'shop', ...props }));

const mistakesWithPolicy = (trafficPolicy: TrafficPolicy) =>
  mistakesWith({ trafficPolicy }).map((line) => line.replace('trafficPolicy.', ''));

test.each<[string, Partial<DestinationRuleProps>, string[]]>([
  [
    'what is no host name',
    { host: 'shop:80' },
    ['host "shop:80" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*"'],
  ],
  ['all hosts', { host: '*.example.com' }, []],
  [
    'a subset whose name is none',
    { subsets: { v_1: { labels: { version: 'v1' } } } },
    [
      'subsets[0].name "v_1" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends',
    ],
  ],
  [
    'a subset by a label that no pod can have',
    { subsets: { v1: { labels: { version: 'v 1' } } } },
    [
      'subsets[0].labels.version "v 1" is not the value of a label; use at most 63 letters, digits, "-", "_" and ".", with ' +
        'a letter or digit at both ends',
    ],
  ],
  ['a subset of all endpoints, as at an egress gateway', { subsets: { v1: { labels: {} } } }, []],
  [
    'all endpoints with a policy of their own',
    { subsets: { all: { labels: {}, trafficPolicy: { tls: ClientTls.disable() } } } },
    [],
  ],
  ['an empty policy', { trafficPolicy: {} }, ['trafficPolicy is empty; add a setting, or remove it']],
  [
    'an empty policy of a subset',
    { subsets: { v1: { labels: { version: 'v1' }, trafficPolicy: {} } } },
    ['subsets[0].trafficPolicy is empty; add a setting, or remove it'],
  ],
  [
    'no clients',
    { workloadSelector: {} },
    ['workloadSelector has no labels; remove it to select all clients'],
  ],
  [
    'clients elsewhere',
    { workloadSelector: { app: 'web' }, exportTo: ['.', 'web'] },
    [
      'exportTo[1] "web" has no effect, because a rule with workloadSelector applies to clients in its own namespace only; remove it',
    ],
  ],
  [
    'a client in another region namespace',
    { workloadSelector: new EchoServer(newChart('web'), 'web') },
    [
      'workloadSelector.matchLabels selects the pods of Deployment "web" in namespace "web", but can only select pods in its own, ' +
        '"default"; put it into a chart of that namespace',
    ],
  ],
])('%s', (_, props, mistakes) => {
  expect(mistakesWith(props)).toEqual(mistakes);
});

test.each<[string, TrafficPolicy, string[]]>([
  [
    'limits for nothing',
    { connectionPool: {} },
    ['connectionPool has no limits; set tcp or http, or remove it'],
  ],
  [
    'no retries at all',
    { connectionPool: { http: { maxRetries: 0, maxRequestsPerConnection: 0 } } },
    ['connectionPool.http.maxRetries 0 means no limit; remove it, or use a number from 1'],
  ],
  [
    'limits that are none',
    { connectionPool: { tcp: { maxConnections: -1 }, http: { http2MaxRequests: 1.5 } } },
    [
      'connectionPool.tcp.maxConnections -1 is not a limit; use a whole number from 1',
      'connectionPool.http.http2MaxRequests 1.5 is not a limit; use a whole number from 1',
    ],
  ],
  [
    'times of zero',
    {
      connectionPool: {
        tcp: { connectTimeout: Duration.seconds(0), idleTimeout: Duration.seconds(0) },
        http: { idleTimeout: Duration.seconds(0) },
      },
    },
    [
      'connectionPool.tcp.connectTimeout "0s" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
      'connectionPool.http.idleTimeout "0s" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
    ],
  ],
  [
    'two wishes for the version of HTTP',
    { connectionPool: { http: { h2UpgradePolicy: H2UpgradePolicy.UPGRADE, useClientProtocol: true } } },
    ['connectionPool.http.useClientProtocol contradicts h2UpgradePolicy UPGRADE; keep one of them'],
  ],
  [
    'outliers',
    {
      outlierDetection: {
        consecutive5xxErrors: -1,
        consecutiveLocalOriginFailures: 3,
        interval: Duration.seconds(0),
        maxEjectionPercent: 101,
        minHealthPercent: -1,
      },
    },
    [
      'outlierDetection.interval "0s" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
      'outlierDetection.maxEjectionPercent 101 is not a percentage; use a number from 0 to 100',
      'outlierDetection.minHealthPercent -1 is not a percentage; use a number from 0 to 100',
      'outlierDetection.consecutive5xxErrors -1 is not a number of errors; use a whole number from 0',
      'outlierDetection.consecutiveLocalOriginFailures is counted only with splitExternalLocalOriginErrors; set that to true',
    ],
  ],
  [
    'a tunnel',
    {
      tunnel: { targetHost: '*.example.com', targetPort: 0 },
      proxyProtocol: ProxyProtocolVersion.V1,
    },
    [
      'tunnel.targetHost "*.example.com" means many hosts; name one host',
      'tunnel.targetPort 0 is not a port; use a whole number from 1 to 65535',
      'proxyProtocol cannot be used with tunnel; keep one of them',
    ],
  ],
  [
    'a retry budget',
    { retryBudget: { percent: 120, minRetryConcurrency: -1 } },
    [
      'retryBudget.percent 120 is not a percentage; use a number from 0 to 100',
      'retryBudget.minRetryConcurrency -1 is not a number of retries; use a whole number from 0',
    ],
  ],
  [
    'ports',
    {
      portLevelSettings: [
        { port: 80, tls: ClientTls.disable() },
        { port: 80, connectionPool: {} },
        { port: 0 },
      ],
    },
    [
      'portLevelSettings[1].port.number 80 has settings in an earlier entry; merge them',
      'portLevelSettings[1].connectionPool has no limits; set tcp or http, or remove it',
      'portLevelSettings[2].port.number 0 is not a port; use a whole number from 1 to 65535',
      'portLevelSettings[2] has no settings for the port; add one, or remove the entry',
    ],
  ],
  [
    'a hash of an odd header',
    { loadBalancer: LoadBalancer.consistentHash(HashKey.httpHeader('x user')) },
    [
      'loadBalancer.consistentHash.httpHeaderName "x user" is not the name of a header; use letters, digits and "-"',
    ],
  ],
  [
    'a hash of the host that is called',
    { loadBalancer: LoadBalancer.consistentHash(HashKey.httpHeader(':authority')) },
    [],
  ],
  [
    'a ring that is too large',
    {
      loadBalancer: LoadBalancer.consistentHash(HashKey.sourceIp(), {
        algorithm: HashAlgorithm.ringHash(8388609),
      }),
    },
    [
      'loadBalancer.consistentHash.ringHash.minimumRingSize 8388609 is not the size of a ring; ' +
        'use a whole number up to 8388608',
    ],
  ],
  [
    'a hash of nothing',
    { loadBalancer: LoadBalancer.consistentHash(HashKey.httpQueryParameter('')) },
    [
      'loadBalancer.consistentHash has no key to hash; ' +
        'set httpHeaderName, httpCookie, httpQueryParameterName or useSourceIp',
    ],
  ],
  [
    'a cookie',
    {
      loadBalancer: LoadBalancer.consistentHash(
        HashKey.httpCookie('', { attributes: [{ name: 'a' }, { name: 'a' }] }),
      ),
    },
    [
      'loadBalancer.consistentHash.httpCookie.name is empty; name the cookie',
      'loadBalancer.consistentHash.httpCookie.attributes[1].name "a" appears twice; remove one',
    ],
  ],
  [
    'a table whose size is not prime',
    {
      loadBalancer: LoadBalancer.consistentHash(HashKey.sourceIp(), {
        algorithm: HashAlgorithm.maglev(65536),
      }),
    },
    [
      'loadBalancer.consistentHash.maglev.tableSize 65536 is not the size of a table; ' +
        'use a prime number below 5000011, such as 65537',
    ],
  ],
  [
    'warming up',
    {
      loadBalancer: LoadBalancer.leastRequest({
        warmup: { duration: Duration.millis(0), aggression: 0, minimumPercent: 101 },
      }),
    },
    [
      'loadBalancer.warmup.duration "0ms" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
      'loadBalancer.warmup.aggression 0 is too small; use more than 0',
      'loadBalancer.warmup.minimumPercent 101 is not a percentage; use a number from 0 to 100',
    ],
  ],
  [
    'checks that do not happen',
    {
      tls: ClientTls.simple({ insecureSkipVerify: true, caCertificates: '/ca.pem', subjectAltNames: ['a'] }),
    },
    [
      'tls.caCertificates is not verified with insecureSkipVerify; keep one of them',
      'tls.subjectAltNames is not verified with insecureSkipVerify; keep one of them',
    ],
  ],
  [
    'two certificates of the authority',
    { tls: ClientTls.simple({ credentialName: 'ca', caCertificates: '/ca.pem' }) },
    ['tls.caCertificates cannot be used with credentialName; keep one of them'],
  ],
  [
    'a list of revoked certificates beside a secret',
    { tls: ClientTls.simple({ credentialName: 'ca', caCrl: '/ca.crl' }) },
    ['tls.caCrl cannot be used with credentialName; keep one of them'],
  ],
  [
    'an empty certificate',
    { tls: ClientTls.mutual({ certificate: ClientCertificate.files('', '/key.pem') }) },
    ['tls has mode MUTUAL and no client certificate; set clientCertificate and privateKey'],
  ],
])('a policy with %s', (_, policy, mistakes) => {
  expect(mistakesWithPolicy(policy)).toEqual(mistakes);
});

test('settings that the mode of TLS ignores', () => {
  const rule = new DestinationRule(newChart(), 'rule', {
    host: 'shop',
    trafficPolicy: { tls: ClientTls.istioMutual() },
  });
  ApiObject.of(rule).addJsonPatch(JsonPatch.add('/spec/trafficPolicy/tls/caCertificates', '/ca.pem'));

  expect(mistakesIn(rule)).toEqual([
    'trafficPolicy.tls.caCertificates is ignored with mode ISTIO_MUTUAL; remove it, or choose another mode',
  ]);
});

describe('localities', () => {
  const outlierDetection = {};
  const mistakesInLocality = (
    localityLbSetting: LocalityLoadBalancerSetting,
    rest: TrafficPolicy = { outlierDetection },
  ) =>
    mistakesWithPolicy({ loadBalancer: LoadBalancer.roundRobin({ localityLbSetting }), ...rest }).map(
      (line) => line.replace('loadBalancer.localityLbSetting.', ''),
    );

  test.each<[string, LocalityLoadBalancerSetting, string[]]>([
    [
      'shares',
      {
        distribute: [
          { from: 'eu/a/*', to: { 'eu/a/*': 70, 'us/*': 30 } },
          { from: 'us/*', to: { '*': 100 } },
        ],
      },
      [],
    ],
    [
      'shares that do not add up',
      { distribute: [{ from: 'eu/*', to: { 'eu/*': 70, 'us/*': 20 } }] },
      ['distribute[0].to has shares that add up to 90; they must add up to 100'],
    ],
    [
      'shares that are none',
      { distribute: [{ from: 'eu/*', to: { 'eu/*': 100, 'us/*': 0 } }] },
      ['distribute[0].to["us/*"] 0 is not a share; use a whole number from 1 to 100'],
    ],
    [
      'localities that overlap',
      {
        distribute: [
          { from: 'eu/*', to: { '*': 100 } },
          { from: 'eu/a', to: { 'eu/*': 50, 'eu/a/*': 50 } },
        ],
      },
      [
        'distribute[1].from "eu/a" overlaps "eu/*"; keep one of them',
        'distribute[1].to["eu/a/*"] "eu/a/*" overlaps "eu/*"; keep one of them',
      ],
    ],
    [
      'localities that only begin alike',
      { distribute: [{ from: 'eu', to: { 'eu-1': 50, 'eu-10': 50 } }] },
      [],
    ],
    [
      'what is no locality',
      { distribute: [{ from: 'eu/*/x', to: { '*': 100 } }] },
      [
        'distribute[0].from "eu/*/x" is not a locality; write region/zone/subzone, with "*" at the end for the rest',
      ],
    ],
    [
      'shares and failover',
      { distribute: [{ from: '*', to: { '*': 100 } }], failover: [{ from: 'eu', to: 'us' }] },
      ['failover cannot be used with distribute; keep one of them'],
    ],
    [
      'failover to itself, and to what is no region',
      {
        failover: [
          { from: 'eu', to: 'eu' },
          { from: 'eu/a', to: 'us' },
        ],
      },
      [
        'failover[0].to "eu" is the region that fails; name another region',
        'failover[1].from "eu/a" is not a region; write the name of a region only',
      ],
    ],
    [
      'failover by region and by labels of the region',
      { failover: [{ from: 'eu', to: 'us' }], failoverPriority: ['topology.kubernetes.io/zone', 'version'] },
      [
        'failoverPriority[0] "topology.kubernetes.io/zone" contradicts "failover", which decides the order of regions; keep one of them',
      ],
    ],
  ])('%s', (_, setting, mistakes) => {
    expect(mistakesInLocality(setting)).toEqual(mistakes);
  });

  test('failover that never acts', () => {
    const mistake =
      'has no effect without outlierDetection, which finds endpoints that fail; add it to the same policy';

    expect(mistakesInLocality({ failover: [{ from: 'eu', to: 'us' }] }, {})).toEqual([`failover ${mistake}`]);
    expect(mistakesInLocality({ failoverPriority: ['version'] }, {})).toEqual([
      `failoverPriority ${mistake}`,
    ]);
    expect(mistakesInLocality({ enabled: false }, {})).toEqual([]);
  });

  test('failover of a subset and outlier detection of the rule, and the other way round', () => {
    const failing = {
      loadBalancer: LoadBalancer.roundRobin({
        localityLbSetting: { failover: [{ from: 'eu', to: 'us' }] },
      }),
    };
    const ejecting = { outlierDetection: { consecutive5xxErrors: 3 } };
    const mistakes = (trafficPolicy: TrafficPolicy, subset: TrafficPolicy) =>
      mistakesWith({ trafficPolicy, subsets: { v1: { labels: { version: 'v1' }, trafficPolicy: subset } } });

    expect(mistakes(ejecting, failing)).toEqual([]);
    // istiod does not look at the subsets when it warns of the rule.
    expect(mistakes(failing, ejecting)).toEqual([
      'trafficPolicy.loadBalancer.localityLbSetting.failover has no effect without outlierDetection, which finds endpoints that fail; add it to the same policy',
    ]);
    // Settings of a port inherit nothing.
    expect(mistakes(ejecting, { portLevelSettings: [{ port: 80, ...failing }] })).toEqual([
      expect.stringContaining('portLevelSettings[0].loadBalancer.localityLbSetting.failover has no effect'),
    ]);
  });
});
