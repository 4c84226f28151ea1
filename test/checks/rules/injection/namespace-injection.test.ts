import { messagesOf } from '../../support';

function saidOf(name: string, labels: string, more = ''): string[] {
  const yaml = `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n${more}`;
  // Ambient mode has a note of its own.
  return messagesOf(yaml).filter((message) => !message.includes('IST9020'));
}

const NOT_INJECTED =
  'Info IST0102 Namespace shop: metadata.labels do not mention sidecars, so pods do not get any; set "istio-injection" to "enabled", or to "disabled" if pods should not have sidecars';

test.each([
  ['{}', true],
  ['{team: shop}', true],
  ['{istio-injection: ""}', true],
  ['{istio-injection: enabled}', false],
  ['{istio-injection: disabled}', false],
  ['{istio.io/rev: canary}', false],
  ['{istio.io/rev: ""}', false],
  ['{istio.io/dataplane-mode: ambient}', false],
])('a namespace with %s leaves injection open: %s', (labels, isOpen) => {
  expect(saidOf('shop', labels)).toEqual(isOpen ? [NOT_INJECTED] : []);
});

test.each(['istio-system', 'kube-system'])('nothing is said on %s', (name) => {
  expect(saidOf(name, '{}')).toEqual([]);
});

describe('with an injector that is configured', () => {
  const injector = (values: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-sidecar-injector, namespace: istio-system}
data: {values: ${JSON.stringify(values)}}`;
  const ENABLED =
    'Info IST0148 Namespace shop: metadata.labels do not mention sidecars, and the injector adds them by default; set "istio-injection" to "enabled", or to "disabled" if pods should not have sidecars';

  test.each([
    ['{"sidecarInjectorWebhook": {"enableNamespacesByDefault": true}}', ENABLED],
    ['{"sidecarInjectorWebhook": {"enableNamespacesByDefault": false}}', NOT_INJECTED],
    ['{"sidecarInjectorWebhook": 1}', NOT_INJECTED],
    ['[]', NOT_INJECTED],
    ['{', NOT_INJECTED],
  ])('by %s', (values, expected) => {
    expect(saidOf('shop', '{}', injector(values))).toEqual([expected]);
  });
});

describe('several labels', () => {
  const several = (label: string, labels: string) =>
    `Warning IST0123 Namespace shop: metadata.labels["${label}"] is one of ${labels}, and only one of them can apply; keep one of them`;

  test.each([
    [
      '{istio-injection: enabled, istio.io/rev: canary}',
      'istio.io/rev',
      '"istio-injection=enabled" and "istio.io/rev=canary"',
    ],
    [
      '{istio.io/rev: test, istio.io/dataplane-mode: ambient}',
      'istio.io/dataplane-mode',
      '"istio.io/rev=test" and "istio.io/dataplane-mode=ambient"',
    ],
    [
      '{istio-injection: enabled, istio.io/rev: a, istio.io/dataplane-mode: none}',
      'istio.io/rev',
      '"istio-injection=enabled", "istio.io/rev=a" and "istio.io/dataplane-mode=none"',
    ],
  ])('%s contradict each other', (labels, label, listed) => {
    expect(saidOf('shop', labels)).toEqual([several(label, listed)]);
  });

  test('are fine where injection is off', () => {
    expect(
      saidOf('shop', '{istio-injection: disabled, istio.io/rev: a, istio.io/dataplane-mode: ambient}'),
    ).toEqual([]);
  });
});
