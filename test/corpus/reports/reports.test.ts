import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOf } from '../../checks/support';

const OTEL = 'Info IST0118 Service obs/collector: spec.ports';

/** Small meshes that were rebuilt from public reports of what bit people, with what `check` says of each. */
test.each([
  ['helm-gateway-selector', ['Warning IST9250 Gateway shop/web: spec.selector']],
  [
    'svc-dot-ns',
    [
      'Error IST0101 VirtualService web-0/to-mock: spec.http[1].route[0].destination.host "demo-1.web-0" is unknown, because Istio does not complete a name with a dot; write "demo-1.web-0.svc.cluster.local"',
    ],
  ],
  [
    'same-gateway-twice',
    [
      'Error IST0145 Gateway istio-system/tls-gw: spec.servers[0].hosts[0]',
      'Warning IST0138 Gateway istio-system/tls-gw: spec.servers[1].tls.credentialName',
      'Error IST0145 Gateway istio-system/tls-gw: spec.servers[1].hosts[0]',
      'Error IST0145 Gateway mine/tls-gw: spec.servers[0].hosts[0]',
      'Warning IST0138 Gateway mine/tls-gw: spec.servers[1].tls.credentialName',
      'Error IST0145 Gateway mine/tls-gw: spec.servers[1].hosts[0]',
    ],
  ],
  ['sidecar-does-not-block', ['Warning IST9272 Sidecar test/register: spec.egress[0].hosts[1]']],
  ['cors-other-origin', []],
  [
    'timeout-misplaced',
    [
      'Error IST9001 VirtualService books/stars: spec.http[0].route[0].timeout',
      'Error IST0173 DestinationRule books/stars: spec.subsets[0].labels',
    ],
  ],
  [
    'gateway-on-node-port',
    ['Warning IST0162 Gateway bl/bl: spec.servers[0].port.number 31380 cannot be reached'],
  ],
  [
    'rule-in-third-namespace',
    [
      'Error IST9201 VirtualService ext/far: spec.http[0].route[0].destination.subset "one" is unknown to the gateway',
    ],
  ],
  ['same-object-twice', ['Error IST9002 VirtualService dup/one: has the same kind, namespace and name']],
  [
    'gateway-hosts-of-namespace',
    ['Warning IST0132 VirtualService team-b/b: spec.gateways[0] "infra/shared"'],
  ],
  [
    'port-name-advice',
    [
      'grpc-otlp',
      'http-otlp',
      'http2-h2c',
      'tcp-amqp',
      'tcp-postgresql',
      'tcp-kafka',
      'redis-client-port',
    ].map((name) => `${OTEL} write a name such as "${name}"`),
  ],
  ['client-rule-hides-owner-rule', ['Info IST9252 DestinationRule web/client-side: spec.host']],
  [
    'subset-hidden-by-client-rule',
    ['Error IST9282 VirtualService istio-system/ext: spec.http[0].route[0].destination.subset "common"'],
  ],
])('%s', (name, expected) => {
  const messages = messagesOf(readFileSync(join(__dirname, `${name}.yaml`), 'utf8'));
  const starts = messages.map((message, i) =>
    // Of advice on names, the name counts.
    name === 'port-name-advice'
      ? `${OTEL} ${/write a name such as "[^"]*"/.exec(message)?.[0]}`
      : message.slice(0, expected[i]?.length),
  );
  expect(starts).toEqual(expected);
});
