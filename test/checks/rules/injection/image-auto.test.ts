import { messagesOf } from '../../support';

const AUTO = '{containers: [{name: app, image: app}, {name: istio-proxy, image: auto}]}';

test.each([
  [AUTO, true],
  ['{containers: [{name: istio-proxy, image: proxyv2}]}', false],
  ['{containers: [{name: app, image: auto}]}', false],
])('a pod with %s waits in vain: %s', (spec, waits) => {
  const message =
    'Error IST0147 Pod default/a: spec.containers[1].image "auto" stands for the image that the sidecar injector sets, and this pod has not been injected; create it again in a namespace with injection enabled';
  expect(messagesOf(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: ${spec}}`)).toEqual(
    waits ? [message] : [],
  );
});

describe('a Deployment', () => {
  const NOT_ASKED =
    'Warning IST0146 Deployment shop/a: spec.template.spec.containers[1].image "auto" stands for the image that the sidecar injector sets, and injection is not enabled for these pods; label the pod template sidecar.istio.io/inject: "true"';

  function saidOf(namespaceLabels: string, podLabels: string, more = ''): string[] {
    return messagesOf(`
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: ${namespaceLabels}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: shop}
spec: {template: {metadata: {labels: ${podLabels}}, spec: ${AUTO}}}
---
${more}`).filter((message) => message.includes('IST0146'));
  }

  test.each([
    ['{}', '{}', [NOT_ASKED]],
    ['{}', '{sidecar.istio.io/inject: "true"}', []],
    ['{istio-injection: enabled}', '{}', []],
    ['{istio-injection: enabled}', '{sidecar.istio.io/inject: "false"}', [NOT_ASKED]],
    ['{istio-injection: disabled}', '{sidecar.istio.io/inject: "true"}', [NOT_ASKED]],
  ])(
    'is injected as an installation does it, in a namespace with %s and with %s',
    (namespace, pod, expected) => {
      expect(saidOf(namespace, pod)).toEqual(expected);
    },
  );

  test('is injected in a namespace that is not shown', () => {
    const deployment = (labels: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: shop}
spec: {template: {metadata: {labels: ${labels}}, spec: ${AUTO}}}`;
    expect(messagesOf(deployment('{}'))).toEqual([]);
    expect(messagesOf(deployment('{sidecar.istio.io/inject: "false"}'))).toEqual([NOT_ASKED]);
  });

  const webhook = (selectors: string, name = 'namespace.sidecar-injector.istio.io') => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: injector}
webhooks: [null, {name: ${name}, ${selectors}}]`;
  const expression = (one: string) => `objectSelector: {matchExpressions: [${one}]}`;

  test.each([
    ['', []],
    ['namespaceSelector: {matchLabels: {team: a}}', []],
    ['namespaceSelector: {matchLabels: {team: b}}', [NOT_ASKED]],
    ['namespaceSelector: {matchLabels: {team: a}}, objectSelector: {matchLabels: {app: y}}', [NOT_ASKED]],
    [expression('{key: app, operator: In, values: [x, z]}'), []],
    [expression('{key: app, operator: In, values: [z]}'), [NOT_ASKED]],
    [expression('{key: app, operator: NotIn, values: [z]}'), []],
    [expression('{key: app, operator: NotIn, values: [x]}'), [NOT_ASKED]],
    [expression('{key: other, operator: NotIn, values: [x]}'), []],
    [expression('{key: app, operator: Exists}'), []],
    [expression('{key: other, operator: Exists}'), [NOT_ASKED]],
    [expression('{key: other, operator: DoesNotExist}'), []],
    [expression('{key: app, operator: DoesNotExist}'), [NOT_ASKED]],
    [expression('{key: app, operator: Near}'), [NOT_ASKED]],
  ])('is injected by the webhook that is there, with %s', (selectors, expected) => {
    expect(saidOf('{team: a}', '{app: x}', webhook(selectors))).toEqual(expected);
  });

  test("is not injected by others' webhooks", () => {
    expect(saidOf('{team: a}', '{app: x}', webhook('', 'example.com'))).toEqual([NOT_ASKED]);
  });
});
