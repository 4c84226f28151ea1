import { findingsOf } from '../../support';

const NAMESPACE =
  '{apiVersion: v1, kind: Namespace, metadata: {name: s, labels: {istio-injection: enabled}}}';
const service = (ports: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: db, namespace: s}, spec: {selector: {app: db}, ports: ${ports}}}`;
const workload = (labels = '{app: db}') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: db, namespace: s}, spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: ${labels}}, spec: {containers: [{name: c, image: x}]}}}}`;
const policy = (action: string, rule: string) =>
  `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p, namespace: s}, spec: {selector: {matchLabels: {app: db}}, action: ${action}, rules: [${rule}]}}`;

const TCP = '{name: tcp-db, port: 5000, targetPort: 3307}';
const HTTP = '{name: http, port: 80, targetPort: 8080}';
const said = (rule: string, { action = 'ALLOW', ports = `[${TCP}, ${HTTP}]`, labels = '{app: db}' } = {}) =>
  findingsOf('IST9241', NAMESPACE, service(ports), workload(labels), policy(action, rule));

const never = (field: string, conditions: string) => [
  `Warning IST9241 AuthorizationPolicy s/p: ${field} never matches, because port 3307 of Deployment "s/db" speaks TCP, and there the rule is left out for its HTTP conditions, ${conditions}; write a rule without them for TCP, or give the port of the Service the name of an HTTP protocol`,
];

test.each([
  ['{to: [{operation: {ports: ["3307"], methods: [GET]}}]}', '"methods"'],
  ['{to: [{operation: {ports: ["3307"], notPaths: [/a]}}]}', '"notPaths"'],
  ['{to: [{operation: {ports: ["3307"]}}, {operation: {ports: ["8080"], paths: [/a]}}]}', '"paths"'],
  [
    '{to: [{operation: {ports: ["3307"]}}], from: [{source: {requestPrincipals: ["*"]}}]}',
    '"requestPrincipals"',
  ],
  [
    '{to: [{operation: {ports: ["3307"]}}], when: [{key: "request.headers[a]", values: [b]}]}',
    '"request.headers[a]"',
  ],
])('a rule to allow has conditions for HTTP on a TCP port: %s', (rule, conditions) => {
  expect(said(rule)).toEqual(never('spec.rules[0].to[0].operation', conditions));
});

test('a rule without ports is for all ports of the pods', () => {
  const rule = '{to: [{operation: {methods: [GET]}}]}';
  expect(said(rule, { ports: `[${TCP}]` })).toEqual(never('spec.rules[0].to[0].operation', '"methods"'));
  expect(said('{from: [{source: {requestPrincipals: ["*"]}}]}', { ports: `[${TCP}]` })).toEqual(
    never('spec.rules[0]', '"requestPrincipals"'),
  );
  expect(said(rule)).toEqual([]);
});

test('a rule to deny loses the conditions', () => {
  expect(said('{to: [{operation: {ports: ["3307"], methods: [POST]}}]}', { action: 'DENY' })).toEqual([
    'Warning IST9241 AuthorizationPolicy s/p: spec.rules[0].to[0].operation denies all connections that the other conditions match, because port 3307 of Deployment "s/db" speaks TCP, where the HTTP conditions, "methods", do not count; remove them, or give the port of the Service the name of an HTTP protocol',
  ]);
});

test.each([
  [
    'no conditions for HTTP',
    '{to: [{operation: {ports: ["3307"]}}], from: [{source: {namespaces: [a]}}]}',
    {},
  ],
  ['an HTTP port', '{to: [{operation: {ports: ["8080"], methods: [GET]}}]}', {}],
  ['an HTTP port as well', '{to: [{operation: {ports: ["3307", "8080"], methods: [GET]}}]}', {}],
  ['a port that no Service names', '{to: [{operation: {ports: ["9000"], methods: [GET]}}]}', {}],
  [
    'a port whose protocol is detected',
    '{to: [{operation: {ports: ["3307"], methods: [GET]}}]}',
    { ports: '[{name: db, port: 5000, targetPort: 3307}]' },
  ],
  [
    'pods without a sidecar',
    '{to: [{operation: {ports: ["3307"], methods: [GET]}}]}',
    { labels: '{app: db, sidecar.istio.io/inject: "false"}' },
  ],
  [
    'other conditions of another operation',
    '{to: [{operation: {ports: ["3307"]}}, {operation: {ports: ["8080"], methods: [POST]}}]}',
    { action: 'DENY' },
  ],
  ['an audit', '{to: [{operation: {ports: ["3307"], methods: [GET]}}]}', { action: 'AUDIT' }],
])('nothing is said of %s', (_, rule, options) => {
  expect(said(rule, options)).toEqual([]);
});
