import { load } from 'js-yaml';
import { check } from '../../lib/checks';
import { ISTIO_VERSIONS, type IstioVersion, isAtLeast } from '../../lib/istiod/istio-version';
import { manifestOf } from '../../lib/manifests/manifest';
import { object } from '../scene';

/** The errors on an object of a kind with this spec. */
function errorsOn(kind: string, spec: string, istio: IstioVersion): string[] {
  const manifest = manifestOf(load(object(kind, 'a', spec).replace(/---\n$/, '')));
  if (!manifest) {
    throw new Error('no object');
  }
  return check([manifest], { istio })
    .filter(({ level, code }) => level === 'Error' && code !== 'IST0101')
    .map(({ code, field, message }) => `${code} ${field} ${message}`);
}

/** A spec for each place in a DestinationRule that has traffic policies. */
function inPolicies(policy: string, { atPorts = true } = {}): string[] {
  const port = `portLevelSettings: [{ port: { number: 80 }, ${policy} }]`;
  return [
    `{ host: a, trafficPolicy: { ${policy} } }`,
    `{ host: a, subsets: [{ name: v1, labels: { a: b }, trafficPolicy: { ${policy} } }] }`,
    ...(atPorts
      ? [
          `{ host: a, trafficPolicy: { ${port} } }`,
          `{ host: a, subsets: [{ name: v1, labels: { a: b }, trafficPolicy: { ${port} } }] }`,
        ]
      : []),
  ];
}

/** A spec of a Gateway, and a spec of a Sidecar, with a setting of TLS. */
const gatewayTls = (setting: string) =>
  `{ selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: MUTUAL, credentialName: a, ${setting} } }] }`;
const sidecarTls = (setting: string) =>
  `{ ingress: [{ port: { number: 443, protocol: HTTPS, name: https }, defaultEndpoint: "127.0.0.1:80", tls: { mode: MUTUAL, serverCertificate: a, privateKey: b, caCertificates: c, ${setting} } }] }`;
const redirect = (action: string) =>
  `{ hosts: [a.example.com], http: [{ match: [{ uri: { prefix: /a/ } }], redirect: { ${action} } }] }`;

/** The fields and values that came after Istio 1.30. (V2) */
const FIELDS: [name: string, since: IstioVersion, kind: string, specs: string[]][] = [
  [
    'http2KeepAlive',
    '1.31',
    'DestinationRule',
    inPolicies('connectionPool: { http: { http2KeepAlive: { interval: 30s, timeout: 5s } } }'),
  ],
  [
    'http2KeepAlive',
    '1.31',
    'Sidecar',
    [
      '{ inboundConnectionPool: { http: { http2KeepAlive: { interval: 30s, timeout: 5s } } } }',
      '{ ingress: [{ port: { number: 80, protocol: HTTP, name: http }, connectionPool: { http: { http2KeepAlive: { interval: 30s, timeout: 5s } } } }] }',
    ],
  ],
  [
    'zoneAwareLbSetting',
    '1.31',
    'DestinationRule',
    inPolicies('loadBalancer: { simple: RANDOM, zoneAwareLbSetting: { minClusterSize: 3 } }'),
  ],
  [
    'outlierDetectionHttpErrorCodes',
    '1.31',
    'DestinationRule',
    inPolicies('outlierDetection: { outlierDetectionHttpErrorCodes: [500, 429] }'),
  ],
  [
    'failurePercentageThreshold',
    '1.32',
    'DestinationRule',
    inPolicies('outlierDetection: { failurePercentageThreshold: 50 }'),
  ],
  [
    'budgetInterval',
    '1.31',
    'DestinationRule',
    inPolicies('retryBudget: { budgetInterval: 1s }', { atPorts: false }),
  ],
  [
    'backendUtilization',
    '1.32',
    'DestinationRule',
    inPolicies('loadBalancer: { backendUtilization: { weightUpdatePeriod: 1s } }'),
  ],
  [
    'caCertCredentialName',
    '1.32',
    'DestinationRule',
    inPolicies('tls: { mode: SIMPLE, caCertCredentialName: a }'),
  ],
  ['insecureSkipVerify', '1.31', 'Gateway', [gatewayTls('insecureSkipVerify: true')]],
  ['insecureSkipVerify', '1.31', 'Sidecar', [sidecarTls('insecureSkipVerify: true')]],
  ['ecdhCurves', '1.32', 'Gateway', [gatewayTls('ecdhCurves: [X25519]')]],
  ['ecdhCurves', '1.32', 'Sidecar', [sidecarTls('ecdhCurves: [X25519]')]],
  ['alpnProtocols', '1.32', 'Gateway', [gatewayTls('alpnProtocols: [h2]')]],
  ['alpnProtocols', '1.32', 'Sidecar', [sidecarTls('alpnProtocols: [h2]')]],
  ['prefixRewrite', '1.31', 'VirtualService', [redirect('prefixRewrite: /b/')]],
  [
    'presence',
    '1.32',
    'RequestAuthentication',
    ['{ jwtRules: [{ issuer: a, jwksUri: "https://a.example.com/keys", presence: REQUIRED }] }'],
  ],
  [
    'transportSocket',
    '1.32',
    'EnvoyFilter',
    [
      '{ configPatches: [{ applyTo: FILTER_CHAIN, match: { listener: { filterChain: { transportSocket: envoy.transport_sockets.tls } } }, patch: { operation: MERGE, value: { name: a } } }] }',
    ],
  ],
];

const ROWS = FIELDS.flatMap(([name, since, kind, specs]) =>
  specs.flatMap((spec) => ISTIO_VERSIONS.map((istio) => ({ name, since, kind, spec, istio }))),
);

test.each(ROWS)('$name of $kind in $istio: $spec', ({ name, since, kind, spec, istio }) => {
  const errors = errorsOn(kind, spec, istio);
  if (isAtLeast(istio, since)) {
    expect(errors).toEqual([]);
  } else {
    const text = `exists from Istio ${since} on; in ${istio}, kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; remove it, or upgrade Istio first`;
    expect(errors[0]).toMatch(new RegExp(`^IST9001 .*${name} exists`));
    expect(errors[0]).toContain(text);
  }
});

test('a new value of a field that all versions have', () => {
  const spec =
    '{ configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE_AND_REPLACE_LIST, value: { name: a } } }] }';
  expect(errorsOn('EnvoyFilter', spec, '1.30')).toEqual([
    'IST0106 spec.configPatches[0].patch.operation is "MERGE_AND_REPLACE_LIST", which Istio has from 1.31 on; use one of INVALID, MERGE, ADD, REMOVE, INSERT_BEFORE, INSERT_AFTER, INSERT_FIRST, REPLACE',
  ]);
  expect(errorsOn('EnvoyFilter', spec, '1.31')).toEqual([]);
});

test('without a version, the newest is meant', () => {
  const manifest = manifestOf(
    load(object('VirtualService', 'a', redirect('prefixRewrite: /b/')).slice(0, -4)),
  );
  expect(check(manifest ? [manifest] : [])).toEqual([]);
});
