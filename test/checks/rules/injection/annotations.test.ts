import { messagesOf } from '../../support';

/** What is said about one annotation, from the field on. */
function saidOf(kind: string, annotation: string, value: string, labels = '{}'): string[] {
  const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
  const yaml = `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: a, labels: ${labels}, annotations: {${annotation}: ${JSON.stringify(value)}}}`;
  const codes = ['IST0107', 'IST0108', 'IST0125', 'IST0135'];
  return messagesOf(yaml).filter((message) => codes.some((code) => message.includes(code)));
}

const CONFIG = 'proxy.istio.io/config';
const INJECT = 'sidecar.istio.io/inject';

test.each([
  ['Service', 'networking.istio.io/exportThree', true],
  ['Service', 'networking.istio.io/exportTo', false],
  ['Ingress', 'istio.io/ingress.class', false], // a kind that Istio does not look at
  ['Service', 'kubernetes.io/psp', false],
  ['Service', 'example.com/istio.io', false],
  ['Service', 'myistio.io/x', true], // Istio looks at how the domain ends
  ['Namespace', 'topology.istio.io/controlPlaneClusters', false],
])('on a %s, %s is unknown: %s', (kind, annotation, isUnknown) => {
  const place = kind === 'Namespace' ? 'a' : 'default/a';
  const text = 'is not an annotation that Istio knows; correct its name, or remove it';
  const message = `Warning IST0108 ${kind} ${place}: metadata.annotations["${annotation}"] ${text}`;
  expect(saidOf(kind, annotation, 'x')).toEqual(isUnknown ? [message] : []);
});

test.each([
  ['Pod', 'kubernetes.io/ingress.class', 'has no effect here; Istio reads it from objects of kind Ingress'],
  [
    'Deployment',
    'networking.istio.io/traffic-distribution',
    'has no effect here; Istio reads it from objects of kind Namespace, Service, ServiceEntry',
  ],
  [
    'Deployment',
    'sidecar.istio.io/logLevel',
    'has no effect here; Istio reads it from pods: move it to spec.template.metadata.annotations',
  ],
  ['Pod', 'sidecar.istio.io/logLevel', undefined],
  ['Deployment', 'galley.istio.io/analyze-suppress', undefined],
  ['Service', 'networking.istio.io/traffic-distribution', undefined],
])('on a %s, %s is misplaced: %s', (kind, annotation, text) => {
  const message = `Warning IST0107 ${kind} default/a: metadata.annotations["${annotation}"] ${text}`;
  expect(saidOf(kind, annotation, 'x')).toEqual(text ? [message] : []);
});

test('the annotation for a sidecar is a label of the template now', () => {
  expect(saidOf('Deployment', INJECT, 'true').filter((message) => message.includes('IST0107'))).toEqual([
    `Warning IST0107 Deployment default/a: metadata.annotations["${INJECT}"] has no effect here; Istio reads it from pods: set the label of the same name in spec.template.metadata.labels`,
  ]);
});

describe('deprecated annotations', () => {
  const at = `Pod default/a: metadata.annotations["${INJECT}"]`;

  test('are named', () => {
    expect(saidOf('Pod', 'sidecar.istio.io/statsInclusionPrefixes', 'x')).toEqual([
      'Info IST0135 Pod default/a: metadata.annotations["sidecar.istio.io/statsInclusionPrefixes"] is deprecated, and a later Istio may not read it; remove it',
    ]);
  });

  test('are reported beside a wrong place', () => {
    expect(saidOf('Deployment', INJECT, 'true').map((message) => message.slice(0, 15))).toEqual([
      'Info IST0135 De',
      'Warning IST0107',
    ]);
  });

  test.each([
    [
      '{}',
      [
        `Info IST0135 ${at} is deprecated, and a later Istio may not read it; set the label of the same name instead`,
      ],
    ],
    [`{${INJECT}: "true"}`, []],
  ])('of injection are fine with the label: %s', (labels, expected) => {
    expect(saidOf('Pod', INJECT, 'true', labels)).toEqual(expected);
  });
});

describe('values', () => {
  const PORTS = 'traffic.sidecar.istio.io/excludeInboundPorts';
  const ALL_PORTS = 'traffic.sidecar.istio.io/includeInboundPorts';
  const RANGES = 'traffic.sidecar.istio.io/excludeOutboundIPRanges';
  const ALL_RANGES = 'traffic.sidecar.istio.io/includeOutboundIPRanges';
  const SECONDS = 'readiness.status.sidecar.istio.io/periodSeconds';
  const MODE = 'sidecar.istio.io/interceptionMode';
  const noPort = (port: string) => `"${port}" is not a port; use numbers up to 65535 with "," between them`;
  const noRange = (range: string) =>
    `"${range}" is not an IP range; use CIDRs such as "10.0.0.0/8" with "," and no spaces between them`;

  test.each([
    [SECONDS, 'bar', '"bar" is not a whole number; write a number such as "10"'],
    [SECONDS, '-1', '"-1" is not a whole number; write a number such as "10"'],
    [SECONDS, '4294967296', '"4294967296" is not a whole number; write a number such as "10"'],
    [SECONDS, '10', undefined],
    [MODE, 'redirect', '"redirect" is not a mode; use REDIRECT, TPROXY or NONE'],
    [MODE, 'NONE', undefined],
    [PORTS, '80,x', noPort('x')],
    [PORTS, '80,70000', noPort('70000')],
    [PORTS, '*', noPort('*')],
    [PORTS, '80, 81', undefined],
    [PORTS, '', undefined],
    [ALL_PORTS, '*', undefined],
    [RANGES, '10.0.0.0/8, 1.2.3.4/32', noRange(' 1.2.3.4/32')],
    [RANGES, '10.0.0.1', noRange('10.0.0.1')],
    [RANGES, '10.0.0.0/33', noRange('10.0.0.0/33')],
    [RANGES, '*', noRange('*')],
    [RANGES, '10.0.0.0/8,2001:db8::/32', undefined],
    [RANGES, '', undefined],
    [ALL_RANGES, '*', undefined],
    ['status.sidecar.istio.io/port', 'http', '"http" is not a port; use a number up to 65535'],
    ['status.sidecar.istio.io/port', '0', undefined],
    ['prometheus.istio.io/merge-metrics', 'yes', '"yes" is not a boolean; use "true" or "false"'],
    ['prometheus.istio.io/merge-metrics', 'T', undefined],
    ['sidecar.istio.io/logLevel', 'anything', undefined],
  ])('%s: "%s" is wrong: %s', (annotation, value, text) => {
    const message = `Warning IST0125 Pod default/a: metadata.annotations["${annotation}"] ${text}`;
    expect(saidOf('Pod', annotation, value)).toEqual(text ? [message] : []);
  });

  test.each([
    ['', undefined],
    ['{}', undefined],
    ['# nothing', undefined],
    ['concurrency: 2', undefined],
    ['concurrency: "2"', undefined],
    ['concurrency: two', 'has a concurrency that is not a whole number; write a number such as 2'],
    ['status_port: 0', 'has a status_port that is not a port; use a number from 1 to 65535'],
    ['whatever: [1]', undefined], // Istio passes over what it does not know
    ['toString: 1', undefined],
    ['holdApplicationUntilProxyStarts: true', undefined],
    [
      'holdApplicationUntilProxyStarts: "true"',
      'has a holdApplicationUntilProxyStarts that is not a boolean; use true or false, without quotes',
    ],
    ['proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}', undefined],
    [
      'proxyMetadata: {ISTIO_META_DNS_CAPTURE: true}',
      'has a proxyMetadata that does not hold a string for "ISTIO_META_DNS_CAPTURE"; write the value in quotes',
    ],
    ['drainDuration: 45s', undefined],
    ['drainDuration: 1.5s', 'has a drainDuration that is not a drain time; use whole seconds, such as "45s"'],
    [
      'terminationDrainDuration: 1m',
      'has a terminationDrainDuration that is not a duration; use seconds, such as "45s"',
    ],
    ['discoveryAddress: istiod.istio-system.svc:15012', undefined],
    [
      'discoveryAddress: istiod',
      'has a discoveryAddress that is not an address; write host and port, such as "istiod.istio-system.svc:15012"',
    ],
    ['a: [', 'is not a map in YAML; write the fields of a ProxyConfig'],
    ['- concurrency: 2', 'is not a map in YAML; write the fields of a ProxyConfig'],
  ])('a configuration with %j is wrong: %s', (value, text) => {
    const message = `Warning IST0125 Pod default/a: metadata.annotations["${CONFIG}"] ${text}`;
    expect(saidOf('Pod', CONFIG, value)).toEqual(text ? [message] : []);
  });
});
