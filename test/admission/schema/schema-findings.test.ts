import { KINDS } from '../../../lib/admission/schema/kind-schemas';
import { messagesOf, objectOf, specMessages } from './messages';

const HOST = 'host: a';

/** A kind, a spec, and all that is said about it. */
type Case = readonly [kind: string, yaml: string, ...messages: string[]];

describe('keywords of schemas', () => {
  test.each<Case>([
    // type
    ['VirtualService', 'hosts: [a]'],
    ['VirtualService', 'hosts: a', 'spec.hosts is "a"; use a list'],
    ['VirtualService', 'http: {}', 'spec.http is a map; use a list'],
    ['VirtualService', 'http: [a]', 'spec.http[0] is "a"; use a map'],
    [
      'VirtualService',
      'http: [{rewrite: {uri: 5}}]',
      'spec.http[0].rewrite.uri is 5; use a string in quotes, such as "5"',
    ],
    [
      'VirtualService',
      'http: [{timeout: 5}]',
      'spec.http[0].timeout is 5; use a duration with its unit, such as "5s"',
    ],
    [
      'VirtualService',
      'http: [{redirect: {port: "80"}}]',
      'spec.http[0].redirect.port is "80"; use 80, without quotes',
    ],
    [
      'VirtualService',
      'http: [{redirect: {port: a}}]',
      'spec.http[0].redirect.port is "a"; use a whole number',
    ],
    [
      'VirtualService',
      'http: [{redirect: {port: 1.5}}]',
      'spec.http[0].redirect.port is 1.5; use a whole number',
    ],
    ['VirtualService', 'http: [{redirect: {port: 80.0}}]'],
    [
      'VirtualService',
      'http: [{corsPolicy: {allowCredentials: "true"}}]',
      'spec.http[0].corsPolicy.allowCredentials is "true"; use true, without quotes',
    ],
    [
      'VirtualService',
      'http: [{corsPolicy: {allowCredentials: "no"}}]',
      'spec.http[0].corsPolicy.allowCredentials is "no"; use true or false',
    ],
    [
      'VirtualService',
      'http: [{mirrorPercentage: {value: .inf}}]',
      'spec.http[0].mirrorPercentage.value is Infinity; use a number',
    ],
    ['VirtualService', 'http: [{mirrorPercentage: {value: 0.5}}]'],
    // nullable, and nulls that the API server removes
    ['VirtualService', 'http: [null]', 'spec.http[0] is null; use a map'],
    ['VirtualService', 'http: null'],
    ['DestinationRule', 'host: null', 'spec.host is missing; add it'],
    ['DestinationRule', `{${HOST}, trafficPolicy: {outlierDetection: {consecutive5xxErrors: null}}}`],
    // required
    ['DestinationRule', HOST],
    ['DestinationRule', '{}', 'spec.host is missing; add it'],
    [
      'Gateway',
      'servers: [{hosts: [a], port: {number: 80}}]',
      'spec.servers[0].port.protocol is missing; add it',
      'spec.servers[0].port.name is missing; add it',
    ],
    // enum
    ['DestinationRule', `{${HOST}, trafficPolicy: {tls: {mode: SIMPLE}}}`],
    [
      'DestinationRule',
      `{${HOST}, trafficPolicy: {tls: {mode: simple}}}`,
      'spec.trafficPolicy.tls.mode is "simple"; use one of DISABLE, SIMPLE, MUTUAL, ISTIO_MUTUAL',
    ],
    // minimum and maximum
    ['ServiceEntry', '{hosts: [a.com], ports: [{name: a, number: 1}]}'],
    ['DestinationRule', `{${HOST}, trafficPolicy: {outlierDetection: {maxEjectionPercent: 100}}}`],
    ['ProxyConfig', 'concurrency: 0'],
    ['ProxyConfig', 'concurrency: -1', 'spec.concurrency is -1; use at least 0'],
    ['VirtualService', 'http: [{redirect: {port: 4294967295}}]'],
    [
      'VirtualService',
      'http: [{redirect: {port: 4294967296}}]',
      'spec.http[0].redirect.port is 4294967296; use at most 4294967295',
    ],
    // format
    ['VirtualService', 'http: [{route: [{destination: {host: a}, weight: 2147483647}]}]'],
    [
      'VirtualService',
      'http: [{route: [{destination: {host: a}, weight: 2147483648}]}]',
      'spec.http[0].route[0].weight is 2147483648; use a number from -2147483648 to 2147483647',
    ],
    ['VirtualService', 'http: [{directResponse: {status: 200, body: {bytes: YQ==}}}]'],
    [
      'VirtualService',
      'http: [{directResponse: {status: 200, body: {bytes: "%"}}}]',
      'spec.http[0].directResponse.body.bytes is "%"; use base64',
    ],
    // minLength and maxLength, in characters
    ['WasmPlugin', `{url: a, pluginName: ""}`, 'spec.pluginName is empty; use at least 1 character'],
    ['WasmPlugin', `{url: a, pluginName: "${'😀'.repeat(256)}"}`],
    [
      'WasmPlugin',
      `{url: a, pluginName: "${'a'.repeat(257)}"}`,
      'spec.pluginName has 257 characters; use at most 256',
    ],
    // pattern
    ['WasmPlugin', `{url: a, sha256: "${'0f'.repeat(32)}"}`],
    ['WasmPlugin', '{url: a, sha256: xyz}', 'spec.sha256 is "xyz"; use 64 hexadecimal digits in lower case'],
    // minItems and maxItems
    ['AuthorizationPolicy', 'rules: [{to: [{operation: {}}]}]'],
    [
      'Gateway',
      'servers: [{hosts: [a], port: {number: 1, name: a, protocol: TCP}, tls: {credentialNames: [a]}}]',
    ],
    [
      'Gateway',
      'servers: [{hosts: [a], port: {number: 1, name: a, protocol: TCP}, tls: {credentialNames: []}}]',
      'spec.servers[0].tls.credentialNames has 0 items; use at least 1',
    ],
    [
      'Gateway',
      'servers: [{hosts: [a], port: {number: 1, name: a, protocol: TCP}, tls: {credentialNames: [a, b, c]}}]',
      'spec.servers[0].tls.credentialNames has 3 items; use at most 2',
    ],
    // minProperties and maxProperties
    [
      'PeerAuthentication',
      '{selector: {matchLabels: {a: b}}, portLevelMtls: {}}',
      'spec.portLevelMtls has 0 entries; use at least 1',
    ],
    ['PeerAuthentication', '{selector: {matchLabels: {a: b}}, portLevelMtls: {"80": {mode: STRICT}}}'],
    [
      'WorkloadEntry',
      `{address: 1.1.1.1, ports: {${Array.from({ length: 129 }, (_, i) => `p${i}: 80`)}}}`,
      'spec.ports has 129 entries; use at most 128',
    ],
    // additionalProperties
    ['DestinationRule', `{${HOST}, subsets: [{name: v1, labels: {version: v1}}]}`],
    [
      'DestinationRule',
      `{${HOST}, subsets: [{name: v1, labels: {version: 1}}]}`,
      'spec.subsets[0].labels.version is 1; use a string in quotes, such as "1"',
    ],
    // oneOf
    ['VirtualService', 'http: [{match: [{uri: {exact: /a}}]}]'],
    ['VirtualService', 'http: [{match: [{uri: {}}]}]'],
    ['VirtualService', 'http: [{match: [{uri: {exact: /a, prefix: null}}]}]'],
    [
      'VirtualService',
      'http: [{match: [{uri: {exact: /a, prefix: /}}]}]',
      'spec.http[0].match[0].uri sets both "exact" and "prefix"; keep one of them',
    ],
    [
      'VirtualService',
      'http: [{match: [{uri: {exact: /a, prefix: /, regex: .*}}]}]',
      'spec.http[0].match[0].uri sets "exact", "prefix" and "regex"; keep one of them',
    ],
    // oneOf in allOf
    [
      'DestinationRule',
      `{${HOST}, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {}}}}}`,
    ],
    [
      'DestinationRule',
      `{${HOST}, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, httpHeaderName: a}}}}`,
      'spec.trafficPolicy.loadBalancer.consistentHash sets both "httpHeaderName" and "useSourceIp"; keep one of them',
    ],
    // x-kubernetes-list-type
    ['WasmPlugin', '{url: a, vmConfig: {env: [{name: a}, {name: b}]}}'],
    [
      'WasmPlugin',
      '{url: a, vmConfig: {env: [{name: a}, {name: b}, {name: a}]}}',
      'spec.vmConfig.env[2] repeats the name "a" of item 0; use another',
    ],
    // x-kubernetes-preserve-unknown-fields
    ['EnvoyFilter', 'configPatches: [{patch: {operation: MERGE, value: {any: {thing: [1, null]}}}}]'],
  ])('%s %s', (kind, yaml, ...messages) => {
    expect(specMessages(kind, yaml)).toEqual(messages);
  });
});

describe('unknown fields', () => {
  const says = (field: string, remedy: string) =>
    `${field} is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; ${remedy}`;

  test.each<Case>([
    ['Gateway', 'server: []', says('spec.server', 'did you mean "servers"?')],
    ['VirtualService', 'http: [{matches: []}]', says('spec.http[0].matches', 'did you mean "match"?')],
    [
      'VirtualService',
      'http: [{cors_policy: {}}]',
      says('spec.http[0].cors_policy', 'did you mean "corsPolicy"?'),
    ],
    ['VirtualService', 'http: [{timeuot: 1s}]', says('spec.http[0].timeuot', 'did you mean "timeout"?')],
    ['VirtualService', 'http: [{zzz: 1}]', says('spec.http[0].zzz', 'remove it')],
    ['Gateway', 'zzz: 1', says('spec.zzz', 'remove it, or use one of selector, servers')],
    [
      'Gateway',
      '{toString: 1, constructor: 1}',
      says('spec.toString', 'remove it, or use one of selector, servers'),
      says('spec.constructor', 'remove it, or use one of selector, servers'),
    ],
    ['Gateway', '"a b": 1', says('spec["a b"]', 'remove it, or use one of selector, servers')],
    ['DestinationRule', `{${HOST}, subsets: [{name: a, labels: {anything: a}}]}`],
  ])('%s %s', (kind, yaml, ...messages) => {
    expect(specMessages(kind, yaml)).toEqual(messages);
  });

  test.each([
    [
      'VirtualService',
      'http: [{route: [{destination: {host: a, weight: 1}}]}]',
      'spec.http[0].route[0].destination.weight',
      'spec.http[0].route[0]',
    ],
    [
      'VirtualService',
      'http: [{match: [{rewrite: {uri: /}}]}]',
      'spec.http[0].match[0].rewrite',
      'spec.http[0]',
    ],
    ['VirtualService', '{timeout: 1s}', 'spec.timeout', 'spec.http[]'],
    ['PeerAuthentication', 'mode: STRICT', 'spec.mode', 'spec.mtls'],
    [
      'DestinationRule',
      `{${HOST}, trafficPolicy: {connectionPool: {maxConnections: 1}}}`,
      'spec.trafficPolicy.connectionPool.maxConnections',
      'spec.trafficPolicy.connectionPool.tcp',
    ],
    [
      'DestinationRule',
      `{${HOST}, tls: {mode: SIMPLE}}`,
      'spec.tls',
      'spec.trafficPolicy or spec.subsets[].trafficPolicy or spec.trafficPolicy.portLevelSettings[]',
    ],
  ])('%s %s is at the wrong place', (kind, yaml, field, place) => {
    expect(specMessages(kind, yaml)).toEqual([says(field, `move it to ${place}, or remove it`)]);
  });

  test('__proto__ is one of them', () => {
    const spec = JSON.parse('{"__proto__": {"selector": {}}}');
    expect(messagesOf(objectOf('Gateway', spec))).toEqual([
      says('spec.__proto__', 'remove it, or use one of selector, servers'),
    ]);
  });
});

describe('objects around the spec', () => {
  const gateway = { ...objectOf('Gateway', {}), apiVersion: 'networking.istio.io/v1' };
  const UNKNOWN = 'is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it;';

  test.each<[object, ...string[]]>([
    [gateway],
    [{ ...gateway, status: { any: 'thing' } }],
    [{ ...gateway, servers: [] }, `servers ${UNKNOWN} move it to spec, or remove it`],
    [{ ...gateway, spce: {} }, `spce ${UNKNOWN} did you mean "spec"?`],
    [
      { ...gateway, data: {} },
      `data ${UNKNOWN} remove it, or use one of apiVersion, kind, metadata, spec, status`,
    ],
    [{ ...gateway, metadata: undefined }, 'metadata is missing; add it, with a name'],
    [{ ...gateway, metadata: 'a' }, 'metadata is "a"; use a map'],
    [{ ...gateway, metadata: {} }, 'metadata.name is missing; add it'],
    [{ ...gateway, metadata: { name: 5 } }, 'metadata.name is 5; use a string in quotes, such as "5"'],
    [{ ...gateway, metadata: { generateName: 'a-' } }],
    [{ ...gateway, metadata: { name: 'a', labels: { a: 'b', c: null }, annotations: null } }],
    [
      { ...gateway, metadata: { name: 'a', labels: { a: true } } },
      'metadata.labels.a is true; use a string in quotes, such as "true", "yes", "on" or "y"',
    ],
    [
      { ...gateway, metadata: { name: 'a', annotations: [] } },
      'metadata.annotations is an empty list; use a map',
    ],
    [{ ...gateway, spec: undefined }],
    [{ ...gateway, spec: '' }, 'spec is ""; use a map'],
    [
      { ...gateway, apiVersion: 'networking.istio.io/v2' },
      'apiVersion has the version "v2", which Istio does not serve; use one of v1, v1alpha3, v1beta1',
    ],
    [
      { ...gateway, kind: 'Gatewya' },
      'kind is "Gatewya", which is not a kind of networking.istio.io; did you mean "Gateway"?',
    ],
    [
      { ...gateway, kind: 'PeerAuthentication' },
      'apiVersion has the group "networking.istio.io", which does not have the kind PeerAuthentication; use one of security.istio.io/v1, security.istio.io/v1beta1',
    ],
    [{ ...gateway, apiVersion: 'gateway.networking.k8s.io/v1', spec: 5 }],
    [{ ...objectOf('WorkloadEntry', undefined) }, 'spec is missing; add it'],
    [{ ...objectOf('WorkloadEntry', null) }, 'spec is missing; add it'],
  ])('%j', (object, ...messages) => {
    expect(messagesOf(object)).toEqual(messages);
  });
});

describe('every kind in every version', () => {
  const specs: Record<string, object> = {
    TrafficExtension: { lua: { inlineCode: 'x' } },
    WasmPlugin: { url: 'oci://a' },
    DestinationRule: { host: 'a' },
    ServiceEntry: { hosts: ['a.com'] },
    WorkloadEntry: { address: '1.1.1.1' },
    WorkloadGroup: { template: {} },
  };

  test.each(KINDS.flatMap((one) => one.versions.map((version) => [one.group, version, one.kind])))(
    '%s/%s %s',
    (group, version, kind = '') => {
      const object = { ...objectOf(kind, specs[kind] ?? {}), apiVersion: `${group}/${version}` };
      expect(messagesOf(object)).toEqual([]);
      expect(messagesOf({ ...object, spec: [] })).toEqual(['spec is an empty list; use a map']);
    },
  );
});
