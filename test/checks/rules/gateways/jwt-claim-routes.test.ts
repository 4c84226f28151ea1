import { object } from '../../../scene';
import { messagesOfValid, messagesWith } from '../../support';

const GATEWAY = object(
  'Gateway',
  'default/web',
  '{ selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: web, protocol: HTTP }, hosts: ["*"] }] }',
);
const route = (match: string, gateways = '[web]') =>
  object(
    'VirtualService',
    'default/web',
    `{ hosts: ["*"], gateways: ${gateways}, http: [{ match: [${match}], redirect: { uri: / } }] }`,
  );
const requestAuthentication = (namespace: string, selector: string) =>
  object('RequestAuthentication', `${namespace}/jwt`, `{ selector: { matchLabels: ${selector} } }`);

const CLAIM = '{ headers: { "@request.auth.claims.group": { exact: a } } }';
const unchecked = (field: string) => [
  `Error IST0149 VirtualService default/web: spec.http[0].match[0].${field}["@request.auth.claims.group"] "@request.auth.claims.group" depends on a token that Gateway "default/web" does not validate: no RequestAuthentication applies to the pods of "istio-system/istio-ingressgateway"; add one`,
];

test.each([
  ['no RequestAuthentication', route(CLAIM), unchecked('headers')],
  [
    'no RequestAuthentication for a claim that must be missing',
    route('{ withoutHeaders: { "@request.auth.claims.group": {} } }'),
    unchecked('withoutHeaders'),
  ],
  ['another header', route('{ headers: { group: { exact: a } } }'), []],
  ['another spelling of the gateway', route(CLAIM, '[default/web]'), unchecked('headers')],
  ['one for the pods', route(CLAIM) + requestAuthentication('istio-system', '{ istio: ingressgateway }'), []],
  ['one for all pods', route(CLAIM) + requestAuthentication('istio-system', '{}'), []],
  [
    'one for other pods',
    route(CLAIM) + requestAuthentication('istio-system', '{ istio: egressgateway }'),
    unchecked('headers'),
  ],
  ['one in another namespace', route(CLAIM) + requestAuthentication('default', '{}'), unchecked('headers')],
])('%s', (_, yaml, expected) => expect(messagesOfValid(['IST0149'], GATEWAY + yaml)).toEqual(expected));

// The mesh has no claims at all, which is IST0106.
test('the mesh', () => {
  expect(messagesWith(['IST0149'], GATEWAY + route(CLAIM, '[mesh]'))).toEqual([]);
});
