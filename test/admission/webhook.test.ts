import { load } from 'js-yaml';
import { problemsOf } from '../../lib/admission';
import { REFUSED } from '../../lib/admission/problem-types';
import { type IstioVersion, NEWEST_VERSION } from '../../lib/istiod/istio-version';
import { fieldText } from '../../lib/manifests/field-path';

/** What is said of an object with this spec, each with its code where that is not the one of refusals. */
function said(kind: string, yaml: string, istio: IstioVersion = NEWEST_VERSION): string[] {
  const spec = load(yaml);
  const problems = problemsOf(kind, { name: 'a', namespace: 'b', labels: {}, annotations: {}, spec }, istio);
  return problems.map(({ type = REFUSED, field, message }) => {
    const code = type === REFUSED ? '' : `${type.code} `;
    return `${code}${fieldText(field)} ${message}`;
  });
}

test.each<[string, string, ...string[]]>([
  // Telemetry: an expression is parsed, also beside disabled
  ['Telemetry', 'accessLogging: [{ filter: { expression: "response.code >= 400 // or not" } }]'],
  [
    'Telemetry',
    'accessLogging: [{ filter: { expression: "a b" } }]',
    'spec.accessLogging[0].filter.expression "a b" is not a CEL expression (it has a mistake at character 3); write one such as "response.code >= 400"',
  ],
  [
    'Telemetry',
    'accessLogging: [{ filter: { expression: "has(a)" } }]',
    'spec.accessLogging[0].filter.expression "has(a)" is not a CEL expression (has() takes a field, such as has(a.b)); write one such as "response.code >= 400"',
  ],
  [
    'Telemetry',
    'accessLogging: [{ disabled: true, filter: {} }]',
    'spec.accessLogging[0].filter.expression is empty; write a CEL expression, or remove the filter',
  ],
  [
    'Telemetry',
    'accessLogging: [{ disabled: true, filter: { expression: a } }]',
    'IST9013 spec.accessLogging[0].filter is ignored with disabled: true; remove one of them',
  ],
  [
    'Telemetry',
    'accessLogging: [{ filter: { expression: "a > 99999999999999999999" } }]',
    'spec.accessLogging[0].filter.expression "a > 99999999999999999999" is not a CEL expression (a number does not fit into 64 bits); write one such as "response.code >= 400"',
  ],
  // PeerAuthentication: ports are numbers as JSON has them
  ...['080', '+80'].map((port): [string, string, string] => [
    'PeerAuthentication',
    `{ selector: { matchLabels: { a: b } }, mtls: { mode: STRICT }, portLevelMtls: { "${port}": { mode: DISABLE } } }`,
    `${fieldText(['spec', 'portLevelMtls', port])} is not a port; write it without a sign and without zeros before it`,
  ]),
  // DestinationRule
  ['DestinationRule', '{ host: a, trafficPolicy: { portLevelSettings: [], tls: {} } }'],
  [
    'DestinationRule',
    '{ host: a, trafficPolicy: { portLevelSettings: [] } }',
    'spec.trafficPolicy is empty; add a setting, or remove it',
  ],
  [
    'DestinationRule',
    '{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: a, ttl: "0", attributes: [{ name: "" }] } } } } }',
    'spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[0].name is empty; name the attribute',
  ],
  // Protocols
  [
    'ServiceEntry',
    '{ hosts: [a.com], resolution: DNS, ports: [{ name: a, number: 15008, protocol: HBONE }] }',
    'spec.ports[0].protocol "HBONE" is unknown; use one of HTTP, HTTP2, HTTP_PROXY, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL',
  ],
  // WorkloadEntry: the last label of a host is no number
  ['WorkloadEntry', 'address: a-1'],
  [
    'WorkloadEntry',
    'address: "1"',
    'spec.address "1" is neither an IP address, a host name nor "unix://" followed by a path; write one of them',
  ],
  // VirtualService
  [
    'VirtualService',
    '{ hosts: [a], http: [{ headers: { request: { set: { ":authority": "" }, add: { ":authority": "" } } }, redirect: { uri: / } }] }',
  ],
  [
    'VirtualService',
    '{ hosts: [a], http: [{ retries: { attempts: 1, retryOn: "+503" }, route: [{ destination: { host: a.com } }] }] }',
    'IST9015 spec.http[0].retries.retryOn "+503" is not a retry condition; use HTTP status codes, 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable',
  ],
  [
    'VirtualService',
    '{ hosts: [a.com], gateways: [b/a], http: [{ match: [{ gateways: [a.b] }], redirect: { uri: / } }] }',
  ],
  // AuthorizationPolicy
  [
    'AuthorizationPolicy',
    '{ action: DENY, rules: [{ from: [{ source: { trustDomains: [a.com] } }] }] }',
    'IST0133 spec.rules[0] also denies all TCP traffic, because TCP requests have no HTTP fields to match; set ports in "to"',
  ],
  // RequestAuthentication: an empty text is no set of keys
  ['RequestAuthentication', 'jwtRules: [{ issuer: "https://a.com", jwks: "" }]'],
  // Ciphers
  [
    'Gateway',
    'servers: [{ hosts: [a.com], port: { name: a, number: 443, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: a, cipherSuites: [😀, "[AES128-SHA|AES256-SHA]"] } }]',
    expect.stringMatching(
      /^IST0133 spec.servers\[0\].tls.cipherSuites\[0\] "😀" is not a cipher suite/,
    ) as never,
  ],
  // Lengths: bytes for the names of variables, characters for the rest
  ['WasmPlugin', `{ url: "oci://a", vmConfig: { env: [{ name: a, value: "${'😀'.repeat(2048)}" }] } }`],
  [
    'WasmPlugin',
    `{ url: "oci://a", vmConfig: { env: [{ name: "${'😀'.repeat(65)}" }] } }`,
    'spec.vmConfig.env[0].name has 260 bytes; Istio allows at most 256',
  ],
  ['WasmPlugin', '{ url: "oci://a", priority: -2147483648 }'],
])('%s %s', (kind, spec, ...messages) => {
  expect(said(kind, spec)).toEqual(messages);
});

describe('a patch of an EnvoyFilter', () => {
  const EXPOSED =
    'IST0133 spec depends on the internals of Envoy, which change from release to release; use other kinds where possible';
  const PATCH = 'spec.configPatches[0]';
  const TYPE = '"@type": type.googleapis.com';

  test.each<[string, ...string[]]>([
    [
      `applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { ${TYPE}/envoy.extensions.filters.http.lua.v3.Lua } } }`,
    ],
    [
      'applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { stat_prefix: a } } }',
      `${PATCH}.patch.value.typed_config["@type"] is missing; write the type of the configuration, such as "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua"`,
    ],
    [
      `applyTo: CLUSTER, patch: { operation: MERGE, value: { transport_socket: { name: a, typed_config: { ${TYPE}/envoy.api.v2.auth.UpstreamTlsContext } } } }`,
      `${PATCH}.patch.value.transport_socket.typed_config["@type"] "type.googleapis.com/envoy.api.v2.auth.UpstreamTlsContext" belongs to the second version of Envoy's API, which is gone; write a type of the third`,
    ],
    [
      `applyTo: NETWORK_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { ${TYPE}/envoy.config.filter.network.rate_limit.v2.RateLimit } } }`,
      expect.stringContaining('belongs to the second version') as never,
    ],
    [
      `applyTo: CLUSTER, patch: { operation: MERGE, value: { a: { ${TYPE}/udpa.type.v1.TypedStruct, value: { typed_config: {} } } } }`,
    ],
    [
      'applyTo: HTTP_FILTER, patch: { operation: MERGE, value: { name: envoy.router } }',
      `IST0133 ${PATCH}.patch.value.name "envoy.router" is an older name of a filter; write "envoy.filters.http.router"`,
      `IST0133 ${PATCH}.patch.value.typed_config is missing, and Envoy does not find filters by their names any more; add it, with "@type"`,
    ],
    [
      `applyTo: NETWORK_FILTER, match: { listener: { filterChain: { filter: { name: envoy.tcp_proxy } } } }, patch: { operation: REMOVE }`,
      `IST0133 ${PATCH}.match.listener.filterChain.filter.name "envoy.tcp_proxy" is an older name of a filter; write "envoy.filters.network.tcp_proxy"`,
    ],
    // istiod does not validate the match of a listener filter, nor patches of waypoints.
    [
      'applyTo: LISTENER_FILTER, match: { listener: { filterChain: { filter: { name: a, subFilter: {} } } } }, patch: { operation: ADD, value: {} }',
    ],
    [
      'applyTo: ROUTE_CONFIGURATION, match: { context: WAYPOINT, waypoint: {} }, patch: { operation: INVALID, value: {} }',
      `IST9015 ${PATCH}.patch.operation is missing; set what the patch does`,
    ],
  ])('{ %s }', (patch, ...messages) => {
    expect(said('EnvoyFilter', `configPatches: [{ ${patch} }]`)).toEqual([EXPOSED, ...messages]);
  });

  test('may be for any target', () => {
    const spec = `{ targetRefs: [{ kind: Thing, name: a }], configPatches: [{ applyTo: CLUSTER, patch: { operation: REMOVE } }] }`;
    expect(said('EnvoyFilter', spec)).toEqual([
      EXPOSED,
      'IST9015 spec.targetRefs[0].kind "Thing" cannot be the target of a policy; use one of Gateway, GatewayClass, Service, ServiceEntry',
    ]);
  });
});
