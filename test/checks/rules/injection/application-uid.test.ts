import { messagesOf } from '../../support';

const TEXT = 'is the user ID of the sidecar, whose connections are not redirected; use another user ID';
const at = (field: string) => [`Warning IST0144 Pod default/a: ${field}.runAsUser 1337 ${TEXT}`];

test.each([
  ['{securityContext: {runAsUser: 1337}}', at('spec.securityContext')],
  ['{securityContext: {runAsUser: 1338}}', []],
  ['{securityContext: {runAsUser: "1337"}}', []],
  ['{securityContext: {runAsGroup: 1337}}', []],
  [
    '{containers: [{name: a}, {name: b, securityContext: {runAsUser: 1337}}]}',
    at('spec.containers[1].securityContext'),
  ],
  ['{containers: [{name: istio-proxy, securityContext: {runAsUser: 1337}}]}', []],
  ['{initContainers: [{name: a, securityContext: {runAsUser: 1337}}]}', []],
  // Istio reports a pod once.
  [
    '{securityContext: {runAsUser: 1337}, containers: [{name: a, securityContext: {runAsUser: 1337}}]}',
    at('spec.securityContext'),
  ],
  ['{containers: [null, 1], securityContext: []}', []],
  // The pods of the gateway chart.
  ['{securityContext: {runAsUser: 1337}, containers: [{name: istio-proxy}]}', []],
  [
    '{securityContext: {runAsUser: 1337}, containers: [{name: a}, {name: istio-proxy}]}',
    at('spec.securityContext'),
  ],
])('a pod with %s', (spec, expected) => {
  expect(messagesOf(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: ${spec}}`)).toEqual(expected);
});

test('a Deployment is reported at its template', () => {
  const spec = '{template: {spec: {containers: [{name: a, securityContext: {runAsUser: 1337}}]}}}';
  expect(messagesOf(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: ${spec}}`)).toEqual([
    `Warning IST0144 Deployment default/a: spec.template.spec.containers[0].securityContext.runAsUser 1337 ${TEXT}`,
  ]);
});

test('Istio itself may run as that user', () => {
  const metadata = '{name: a, labels: {istio: pilot}}';
  const spec = '{securityContext: {runAsUser: 1337}}';
  expect(messagesOf(`{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: ${spec}}`)).toEqual([]);
});
