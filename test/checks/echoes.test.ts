import { object } from '../scene';
import { messagesOf } from './support';

const envoyFilter = (applyTo: string, operation: string, i = 0) =>
  object(
    'EnvoyFilter',
    'default/a',
    `{ priority: 1, configPatches: [${`{ applyTo: ${applyTo}, patch: { operation: ${operation}, value: {} } },`.repeat(i + 1)}] }`,
  );
const virtualService = (spec: string) =>
  object('VirtualService', 'default/web', `{ ${spec}, http: [{ redirect: { uri: / } }] }`);
const policy = (source: string) =>
  object('AuthorizationPolicy', 'default/a', `{ rules: [{ from: [{ source: ${source} }] }] }`);

/** What is said of a field. */
const codesAt = (field: string, yaml: string) =>
  messagesOf(yaml).flatMap((message) => (message.includes(` ${field} `) ? [message.split(' ')[1]] : []));

const operation = (i: number) => `spec.configPatches[${i}].patch.operation`;

test.each([
  ['an operation that Istio tells of', operation(0), envoyFilter('CLUSTER', 'REPLACE'), ['IST0152']],
  ['one that it does not', operation(0), envoyFilter('BOOTSTRAP', 'ADD'), ['IST9010']],
  [
    'a second one, where it tells of the first',
    operation(1),
    envoyFilter('CLUSTER', 'REPLACE', 1),
    ['IST9010'],
  ],
  [
    'what can be no Gateway',
    'spec.gateways[1]',
    virtualService('hosts: ["*"], gateways: [gw, https://a/b]'),
    ['IST0101', 'IST0132'],
  ],
  [
    'what can be no namespace',
    'spec.rules[0].from[0].source.namespaces[0]',
    policy('{ namespaces: ["/"] }'),
    ['IST0101'],
  ],
  [
    'what can be no Gateway of a match',
    'spec.tcp[0].match[0].gateways[0]',
    object(
      'VirtualService',
      'default/web',
      '{ hosts: [a.example.com], gateways: [gw], tcp: [{ match: [{ gateways: ["~"] }], route: [{ destination: { host: web } }] }] }',
    ),
    ['IST0106'],
  ],
  [
    'an empty name that is not looked at',
    'spec.trafficPolicy.tls.credentialName',
    object(
      'DestinationRule',
      'default/web',
      '{ host: web, trafficPolicy: { tls: { mode: DISABLE, credentialName: "" } } }',
    ),
    ['IST9013'],
  ],
  [
    'a faulty name that is not looked at',
    'spec.imagePullSecret',
    object('WasmPlugin', 'default/web', '{ url: "https://a/b", imagePullSecret: "A B" }'),
    ['IST9013'],
  ],
])('says of %s the same but once', (_, field, yaml, codes) => expect(codesAt(field, yaml)).toEqual(codes));

test('says no more of what Istio has said where that is ignored', () => {
  expect(messagesOf(envoyFilter('CLUSTER', 'REPLACE'), { ignore: ['IST0152', 'IST0133'] })).toEqual([]);
});

test('nothing is said of what is in a field that the version of Istio does not have', () => {
  const field = 'spec.trafficPolicy.connectionPool.http.http2KeepAlive';
  const policy = '{ connectionPool: { http: { http2KeepAlive: {} } } }';
  const rule = object('DestinationRule', 'default/web', `{ host: web, trafficPolicy: ${policy} }`);
  const codesIn = (istio: '1.30' | '1.31') =>
    messagesOf(rule, { istio }).flatMap((text) => (text.includes(field) ? [text.split(' ')[1]] : []));

  expect(codesIn('1.30')).toEqual(['IST9001']);
  expect(codesIn('1.31')).toEqual(['IST0106', 'IST0106']);
});
