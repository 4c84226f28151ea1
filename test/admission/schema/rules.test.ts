import { KINDS } from '../../../lib/admission/schema/kind-schemas';
import { RULE_WORDS } from '../../../lib/admission/schema/rule-words';
import { specMessages } from './messages';

const SERVER = 'hosts: [a], port: {number: 1, name: a, protocol: TCP}';
const ENTRY = 'hosts: [a.com]';
const LABELS = 'labels are compared literally, so write the label without "*"';
const SCHEMES = 'use a URL whose scheme is one of oci, http, https and file';

/** The ways to say that no more than one of some fields may be set. */
const EXCLUSIVE = 'keep one of them';

/** Each rule of the CRDs: a spec that keeps it, one that breaks it, and all that is said about that. */
test.each<[rule: string, kind: string, kept: string, broken: string, ...messages: string[]]>([
  [
    '(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1',
    'TrafficExtension',
    '{lua: {inlineCode: x}, selector: {}}',
    '{lua: {inlineCode: x}, selector: {}, targetRefs: []}',
    `spec sets both "selector" and "targetRefs"; ${EXCLUSIVE}`,
  ],
  [
    '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1',
    'WasmPlugin',
    '{url: a, targetRef: {kind: A, name: a}}',
    '{url: a, selector: {}, targetRef: {kind: A, name: a}, targetRefs: []}',
    `spec sets "selector", "targetRef" and "targetRefs"; ${EXCLUSIVE}`,
  ],
  [
    '(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1',
    'EnvoyFilter',
    'targetRefs: []',
    '{workloadSelector: {}, targetRefs: []}',
    `spec sets both "workloadSelector" and "targetRefs"; ${EXCLUSIVE}`,
  ],
  [
    'self.all(key, !key.contains("*"))',
    'PeerAuthentication',
    'selector: {matchLabels: {a: b}}',
    'selector: {matchLabels: {a: b, "c*": d}}',
    `spec.selector.matchLabels has the key "c*"; ${LABELS}`,
  ],
  [
    'self.all(key, key.size() != 0)',
    'PeerAuthentication',
    'selector: {matchLabels: {}}',
    'selector: {matchLabels: {"": b}}',
    'spec.selector.matchLabels has the key ""; give the label a name',
  ],
  [
    '!self.contains("*")',
    'PeerAuthentication',
    'selector: {matchLabels: {a: ""}}',
    'selector: {matchLabels: {a: "b*"}}',
    `spec.selector.matchLabels.a is "b*"; ${LABELS}`,
  ],
  [
    'self.size() == 0',
    'AuthorizationPolicy',
    'targetRefs: [{kind: A, name: a, namespace: ""}]',
    'targetRefs: [{kind: A, name: a, namespace: b}]',
    'spec.targetRefs[0].namespace is "b"; a target must be in the namespace of the policy, so remove this field',
  ],
  [
    "duration(self) >= duration('1ms')",
    'VirtualService',
    'http: [{timeout: 1ms}, {timeout: 1h2m3.5s}]',
    'http: [{timeout: 0s}, {timeout: 1d}, {timeout: ""}]',
    'spec.http[0].timeout is "0s"; use a duration of at least 1ms, such as "5s"',
    'spec.http[1].timeout is "1d"; use a duration of at least 1ms, such as "5s"',
    'spec.http[2].timeout is ""; use a duration of at least 1ms, such as "5s"',
  ],
  [
    '0 < self && self <= 65535',
    'ServiceEntry',
    `{${ENTRY}, ports: [{name: a, number: 1}, {name: b, number: 65535}]}`,
    `{${ENTRY}, ports: [{name: a, number: 0}, {name: b, number: 65536}]}`,
    'spec.ports[0].number is 0; use a port from 1 to 65535',
    'spec.ports[1].number is 65536; use a port from 1 to 65535',
  ],
  [
    'self.all(key, 0 < int(key) && int(key) <= 65535)',
    'PeerAuthentication',
    '{selector: {matchLabels: {a: b}}, portLevelMtls: {"1": {}, "65535": {}, "+80": {}}}',
    '{selector: {matchLabels: {a: b}}, portLevelMtls: {"80": {}, "0x50": {}}}',
    'spec.portLevelMtls has the key "0x50"; use ports from 1 to 65535',
  ],
  [
    'has(self.wasm) != has(self.lua)',
    'TrafficExtension',
    'lua: {inlineCode: x}',
    '{}',
    'spec sets neither "wasm" nor "lua"; add one of them',
  ],
  [
    'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])',
    'TrafficExtension',
    'wasm: {url: "oci://a/b:c"}',
    'wasm: {url: "ftp://a"}',
    `spec.wasm.url is "ftp://a"; ${SCHEMES}`,
  ],
  [
    'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])',
    'WasmPlugin',
    'url: example.com/image',
    'url: "http://%zz"',
    `spec.url is "http://%zz"; ${SCHEMES}`,
  ],
  [
    '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)',
    'WasmPlugin',
    '{url: a, vmConfig: {env: [{name: a, valueFrom: HOST}, {name: b, value: c}]}}',
    '{url: a, vmConfig: {env: [{name: a, valueFrom: HOST, value: c}]}}',
    'spec.vmConfig.env[0] sets "value", which "valueFrom: HOST" takes from the host; remove one of them',
  ],
  [
    'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)',
    'EnvoyFilter',
    'configPatches: [{match: {context: WAYPOINT, waypoint: {}}}, {match: {cluster: {}}}]',
    'configPatches: [{match: {context: WAYPOINT}}, {match: {waypoint: {}}}]',
    'spec.configPatches[0].match sets "context: WAYPOINT" without "waypoint"; add it',
    'spec.configPatches[1].match sets "waypoint" in another context; set "context: WAYPOINT", or remove it',
  ],
  [
    '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',
    'Gateway',
    `servers: [{${SERVER}, tls: {credentialNames: [a]}}]`,
    `servers: [{${SERVER}, tls: {credentialNames: [a], tlsCertificates: [{}]}}]`,
    // Two rules ask for the same; `check` reports it once.
    ...Array(2).fill(`spec.servers[0].tls sets both "credentialNames" and "tlsCertificates"; ${EXCLUSIVE}`),
  ],
  [
    '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',
    'Gateway',
    `servers: [{${SERVER}, tls: {credentialName: a}}]`,
    `servers: [{${SERVER}, tls: {credentialName: a, credentialNames: [b]}}]`,
    `spec.servers[0].tls sets both "credentialName" and "credentialNames"; ${EXCLUSIVE}`,
  ],
  [
    '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1',
    'Sidecar',
    'ingress: [{port: {}, tls: {tlsCertificates: [{}]}}]',
    'ingress: [{port: {}, tls: {credentialNames: [a], tlsCertificates: [{}]}}]',
    ...Array(2).fill(`spec.ingress[0].tls sets both "credentialNames" and "tlsCertificates"; ${EXCLUSIVE}`),
  ],
  [
    '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1',
    'ServiceEntry',
    `{${ENTRY}, workloadSelector: {}, resolution: STATIC}`,
    `{${ENTRY}, workloadSelector: {}, endpoints: [], resolution: STATIC}`,
    `spec sets both "workloadSelector" and "endpoints"; ${EXCLUSIVE}`,
  ],
  [
    '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))',
    'ServiceEntry',
    `{${ENTRY}, addresses: [10.0.0.0/8]}`,
    `{${ENTRY}, addresses: [1.1.1.1, 10.0.0.0/8], resolution: DNS}`,
    'spec has a block of addresses, which needs the "resolution" NONE or STATIC; change one of them',
  ],
  [
    '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true',
    'ServiceEntry',
    `{${ENTRY}, resolution: STATIC, endpoints: []}`,
    `{${ENTRY}, endpoints: []}`,
    'spec sets "endpoints", which needs a "resolution" other than NONE; set it, or remove "endpoints"',
  ],
  [
    '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true',
    'ServiceEntry',
    `{${ENTRY}, resolution: DNS_ROUND_ROBIN, endpoints: [{address: a}]}`,
    `{${ENTRY}, resolution: DNS_ROUND_ROBIN, endpoints: [{address: a}, {address: b}]}`,
    'spec has several endpoints, and "resolution: DNS_ROUND_ROBIN" allows one; use DNS, or keep one',
  ],
  [
    'has(self.address) || has(self.network)',
    'WorkloadEntry',
    'network: a',
    '{}',
    'spec sets neither "address" nor "network"; add one of them',
  ],
  [
    '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true',
    'WorkloadEntry',
    '{address: 1.1.1.1, ports: {a: 1}}',
    '{address: "unix:///a", ports: {a: 1}}',
    'spec sets "ports", which a Unix domain socket does not have; remove it',
  ],
  [
    'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true',
    'WorkloadEntry',
    'address: "unix://@a"',
    'address: "unix://a"',
    'spec.address is "unix://a"; use "unix:///" and an absolute path, or "unix://@" and the name of an abstract socket',
  ],
  [
    'self.startsWith("unix://") ? !self.endsWith("/") : true',
    'WorkloadEntry',
    'address: "unix:///a"',
    'address: "unix:///a/"',
    'spec.address is "unix:///a/"; a Unix domain socket is a file, so remove the "/" at the end',
  ],
  [
    'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))',
    'WorkloadEntry',
    `{address: a, ports: {a: 1, A-9: 2, ${'a'.repeat(62)}: 3}}`,
    `{address: a, ports: {a: 1, ${'b'.repeat(63)}: 2}}`,
    `spec.ports has the key "${'b'.repeat(59)}…"; use names of at most 62 letters, digits and "-", with a letter or digit at both ends`,
  ],
  [
    'self != "*"',
    'ServiceEntry',
    'hosts: ["*.a.com"]',
    'hosts: ["*"]',
    'spec.hosts[0] is "*"; write the name of a host, or a pattern such as "*.example.com"',
  ],
  [
    'self.all(l1, self.exists_one(l2, l1.number == l2.number))',
    'ServiceEntry',
    `{${ENTRY}, ports: [{name: a, number: 1}, {name: b, number: 2}]}`,
    `{${ENTRY}, ports: [{name: a, number: 1}, {name: b, number: 1}]}`,
    'spec.ports has the same number twice; give each port its own number',
  ],
  [
    'self in ["", "HTTP", "HTTPS"]',
    'WorkloadGroup',
    '{template: {}, probe: {httpGet: {port: 1, scheme: HTTPS}}}',
    '{template: {}, probe: {httpGet: {port: 1, scheme: https}}}',
    'spec.probe.httpGet.scheme is "https"; use HTTP or HTTPS',
  ],
  [
    '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true',
    'AuthorizationPolicy',
    'rules: [{from: [{source: {serviceAccounts: [a]}}, {source: {principals: [a], namespaces: [b]}}]}]',
    'rules: [{from: [{source: {serviceAccounts: [a], principals: [a], namespaces: [b]}}]}]',
    'spec.rules[0].from[0].source sets "principals" and "namespaces" with service accounts, which already have a namespace and a principal; remove one of them',
  ],
  [
    'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true',
    'PeerAuthentication',
    '{selector: {matchLabels: {a: b}}, portLevelMtls: {"80": {}}}',
    '{selector: {matchLabels: {}}, portLevelMtls: {"80": {}}}',
    'spec sets "portLevelMtls", which needs a "selector" with labels; add one',
  ],
  [
    '(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1',
    'RequestAuthentication',
    'jwtRules: [{issuer: a, jwks: b}]',
    'jwtRules: [{issuer: a, jwks: b, jwks_uri: "http://a"}]',
    `spec.jwtRules[0] sets both "jwks_uri" and "jwks"; ${EXCLUSIVE}`,
  ],
  [
    'url(self).getScheme() in ["http", "https"]',
    'RequestAuthentication',
    'jwtRules: [{issuer: a, jwksUri: "https://a/b"}]',
    'jwtRules: [{issuer: a, jwksUri: "example.com"}]',
    'spec.jwtRules[0].jwksUri is "example.com"; use a URL whose scheme is one of http and https',
  ],
  [
    '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true',
    'Telemetry',
    'metrics: [{overrides: [{tagOverrides: {a: {operation: UPSERT, value: b}}}]}]',
    'metrics: [{overrides: [{tagOverrides: {a: {operation: UPSERT}, b: {operation: UPSERT, value: ""}}}]}]',
    'spec.metrics[0].overrides[0].tagOverrides.a has no "value", which "operation: UPSERT" needs; add it',
    'spec.metrics[0].overrides[0].tagOverrides.b has no "value", which "operation: UPSERT" needs; add it',
  ],
  [
    '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true',
    'Telemetry',
    'metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE}}}]}]',
    'metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE, value: b}}}]}]',
    'spec.metrics[0].overrides[0].tagOverrides.a sets "value", which "operation: REMOVE" does not use; remove it',
  ],
])('%s', (rule, kind, kept, broken, ...messages) => {
  tried.add(rule);
  expect(specMessages(kind, kept)).toEqual([]);
  expect(specMessages(kind, broken)).toEqual(messages);
});

const tried = new Set<string>();

test('every rule of the CRDs is tried above and has words, and no other has', () => {
  const rules = new Set(KINDS.flatMap(({ schema }) => rulesIn(schema)));
  expect(new Set(RULE_WORDS.keys())).toEqual(rules);
  expect(tried).toEqual(rules);
});

function rulesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'x-kubernetes-validations' ? one.map(({ rule }: { rule: string }) => rule) : rulesIn(one),
  );
}
