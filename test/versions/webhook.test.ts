import { load } from 'js-yaml';
import { problemsOf } from '../../lib/admission';
import { REFUSED } from '../../lib/admission/problem-types';
import type { IstioVersion } from '../../lib/istiod/istio-version';
import { fieldText } from '../../lib/manifests/field-path';

/** What is said of an object with this spec, each with its code where that is not the one of refusals. */
function said(kind: string, yaml: string, istio: IstioVersion): string[] {
  const spec = load(yaml);
  const object = { name: 'a', namespace: 'b', labels: {}, annotations: {}, spec };
  return problemsOf(kind, object, istio)
    .map(({ type = REFUSED, field, message }) => {
      const code = type === REFUSED ? '' : `${type.code} `;
      return `${code}${fieldText(field)} ${message}`;
    })
    .filter((text) => !text.includes('depends on the internals of Envoy'));
}

const warmup = (aggression: number) =>
  `{ host: a, trafficPolicy: { loadBalancer: { warmup: { duration: 10s, aggression: ${aggression} } } } }`;
const keepAlive = (http: string) => `{ host: a, trafficPolicy: { connectionPool: { http: { ${http} } } } }`;
const zones = (setting: string, rest = '') =>
  `{ host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { ${setting} }${rest} } } }`;
const codes = (list: string) =>
  `{ host: a, trafficPolicy: { outlierDetection: { outlierDetectionHttpErrorCodes: ${list} } } }`;
const redirect = (match: string, action: string) =>
  `{ hosts: [a.example.com], http: [{ match: [${match}], redirect: { ${action} } }] }`;
const egress = (hosts: string) => `{ egress: [{ hosts: ${hosts} }] }`;
const server = (tls: string) =>
  `{ servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { ${tls} } }] }`;
const patch = (applyTo: string, rest = '') =>
  `{ configPatches: [{ applyTo: ${applyTo}, patch: { operation: MERGE_AND_REPLACE_LIST, value: { name: a, typed_config: { "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster } } }${rest} }] }`;

const AGGRESSION = 'spec.trafficPolicy.loadBalancer.warmup.aggression';
const KEEP_ALIVE = 'spec.trafficPolicy.connectionPool.http.http2KeepAlive';
const ZONES = 'spec.trafficPolicy.loadBalancer.zoneAwareLbSetting';
const CODES = 'spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes';
const HOSTS = 'spec.egress[0].hosts';
const TLS = 'spec.servers[0].tls';

test.each<[string, IstioVersion, string, ...string[]]>([
  // V10
  ['DestinationRule', '1.30', warmup(0.5), `${AGGRESSION} 0.5 is too small; use 1 or more`],
  ['DestinationRule', '1.31', warmup(0.5)],
  ['DestinationRule', '1.31', warmup(0), `${AGGRESSION} 0 is too small; use more than 0`],
  // V3
  [
    'DestinationRule',
    '1.32',
    keepAlive('http2KeepAlive: {}'),
    `${KEEP_ALIVE}.interval is missing; set a duration, such as "30s"`,
    `${KEEP_ALIVE}.timeout is missing; set a duration, such as "30s"`,
  ],
  [
    'DestinationRule',
    '1.32',
    keepAlive('http2KeepAlive: { interval: 1s, timeout: 1s }, useClientProtocol: true'),
    `IST9013 ${KEEP_ALIVE} has no effect with useClientProtocol; remove one of them`,
  ],
  // V4
  ['DestinationRule', '1.32', zones('enabled: true')],
  [
    'DestinationRule',
    '1.32',
    zones('', ', localityLbSetting: { enabled: true }'),
    `${ZONES} cannot be used with localityLbSetting; keep one of them`,
  ],
  [
    'DestinationRule',
    '1.32',
    zones(
      'failover: [{ from: a, to: a }, { from: a/b, to: c }], failoverPriority: [topology.kubernetes.io/zone, b]',
    ),
    `IST0133 ${ZONES}.failover works without outlierDetection only where no pod of a region is ready; to leave endpoints that fail, add outlierDetection to the same policy`,
    `${ZONES}.failover[0].to "a" is the region that fails; name another region`,
    `${ZONES}.failover[1].from "a/b" is not a region; write the name of a region only`,
    `${ZONES}.failoverPriority[0] "topology.kubernetes.io/zone" is what the load balancer goes by anyway; remove it, or name another label`,
  ],
  // V5
  [
    'DestinationRule',
    '1.31',
    codes('[503]'),
    `IST9013 ${CODES} has no effect before Istio 1.32: 5xx answers are counted; remove it, or upgrade Istio`,
  ],
  ['DestinationRule', '1.32', codes('[503]')],
  [
    'DestinationRule',
    '1.32',
    codes('[429]'),
    `IST9010 ${CODES} has no status from 500 to 599, so endpoints that answer with these are not ejected; add them if that is not meant`,
  ],
  // V9
  [
    'DestinationRule',
    '1.32',
    '{ host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, caCertCredentialName: a } } }',
    'IST9013 spec.trafficPolicy.tls.caCertCredentialName is ignored with mode ISTIO_MUTUAL; remove it, or choose another mode',
  ],
  // V15
  [
    'VirtualService',
    '1.31',
    redirect('{ uri: { prefix: /a } }, { method: { exact: GET } }', 'prefixRewrite: /b'),
  ],
  [
    'VirtualService',
    '1.31',
    redirect('{ uri: { prefix: /a } }', 'prefixRewrite: /b, uri: /c'),
    'spec.http[0].redirect.prefixRewrite cannot be used with uri, which replaces the whole path; keep one of them',
  ],
  [
    'VirtualService',
    '1.31',
    redirect('{ uri: { exact: /a } }', 'prefixRewrite: /b'),
    'spec.http[0].match[0].uri is not a prefix, which redirect.prefixRewrite needs; use prefix, or redirect with uri',
  ],
  // V14
  [
    'Sidecar',
    '1.30',
    egress('["*/*", "~other/*"]'),
    `${HOSTS}[1] "~other/*" leaves hosts out, which Istio does from 1.31 on; remove it, or upgrade Istio first`,
    `IST0133 ${HOSTS} has "*/*", which means every host, and other entries; remove the others`,
  ],
  [
    'Sidecar',
    '1.31',
    egress('["*/*", "~other/*", "~./a.example.com", "~/b.example.com", "~*/c.example.com"]'),
  ],
  [
    'Sidecar',
    '1.31',
    egress('["*/*", "~~other/*"]'),
    `${HOSTS}[1] "~~other/*" does not begin with a namespace; write "namespace/host", "./host" or "*/host"`,
  ],
  [
    'Sidecar',
    '1.31',
    egress('["*/*", "~other"]'),
    `${HOSTS}[1] "~other" does not begin with a namespace; write "namespace/host", "./host" or "*/host"`,
  ],
  [
    'Sidecar',
    '1.30',
    egress('["~/*", "istio-system/*"]'),
    `IST9010 ${HOSTS}[0] "~/*" means no hosts, but the list has other hosts; remove it`,
  ],
  [
    'Sidecar',
    '1.31',
    egress('["~/*", "istio-system/*"]'),
    `IST9010 ${HOSTS}[0] "~/*" excludes every host from Istio 1.31 on, so the others in the list have no effect; remove it, or remove them`,
  ],
  ['Sidecar', '1.31', egress('["~/*"]')],
  [
    'Sidecar',
    '1.31',
    egress('["~other/*"]'),
    `IST9010 ${HOSTS} has exclusions only, so no host is imported; add "*/*" for all others, or write "~/*" for none`,
  ],
  // V11, V12
  [
    'Gateway',
    '1.32',
    server('mode: SIMPLE, credentialName: a, insecureSkipVerify: true'),
    `IST9013 ${TLS}.insecureSkipVerify has no effect with mode SIMPLE, which verifies no client certificate; remove it`,
  ],
  [
    'Gateway',
    '1.32',
    server('mode: ISTIO_MUTUAL, ecdhCurves: [X25519]'),
    `IST9013 ${TLS}.ecdhCurves has no effect with mode ISTIO_MUTUAL; remove it, or choose another mode`,
  ],
  // V18, V20
  ['EnvoyFilter', '1.31', patch('CLUSTER')],
  [
    'EnvoyFilter',
    '1.31',
    patch('HTTP_FILTER'),
    'IST9010 spec.configPatches[0].patch.operation MERGE_AND_REPLACE_LIST has no effect on HTTP_FILTER; use another operation',
  ],
  [
    'EnvoyFilter',
    '1.31',
    patch('CLUSTER', `, match: { proxy: { proxyVersion: "${'a'.repeat(1025)}" } }`),
    'IST0133 spec.configPatches[0].match.proxy.proxyVersion has 1025 characters, so it matches no proxy; use at most 1024',
  ],
])('%s in %s: %s', (kind, istio, yaml, ...messages) => {
  expect(said(kind, yaml, istio)).toEqual(messages);
});
