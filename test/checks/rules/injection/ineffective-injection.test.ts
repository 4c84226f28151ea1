import { messagesOf } from '../../support';

const INJECT = 'sidecar.istio.io/inject';

function saidOf(namespaceLabels: string | undefined, metadata: string, spec = '{}'): string[] {
  const namespace = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: ${namespaceLabels}}\n---\n`;
  return messagesOf(`${namespaceLabels === undefined ? '' : namespace}
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: shop}
spec: {template: {metadata: ${metadata}, spec: ${spec}}}`).filter((message) => message.includes('IST9103'));
}

const LABEL = `{labels: {${INJECT}: "true"}}`;
const ANNOTATION = `{annotations: {${INJECT}: "true"}}`;
const at = (place: string) =>
  `Warning IST9103 Deployment shop/a: spec.template.metadata.${place}["${INJECT}"] "true" gives no sidecar`;
const DISABLED =
  'because namespace "shop" has the label istio-injection=disabled; remove that label, or remove this';
const BY_ANNOTATION =
  'because Kubernetes asks the injector only about pods with the label; set the label of the same name';

test.each([
  ['{istio-injection: disabled}', LABEL, `${at('labels')}, ${DISABLED}`],
  ['{istio-injection: disabled}', ANNOTATION, `${at('annotations')}, ${DISABLED}`],
  ['{istio-injection: disabled}', `{labels: {${INJECT}: "false"}}`, undefined],
  ['{istio-injection: "no"}', LABEL, undefined], // the word is reported, where it stands
  ['{istio-injection: enabled}', LABEL, undefined],
  ['{}', LABEL, undefined],
  [undefined, LABEL, undefined],
  ['{}', ANNOTATION, `${at('annotations')}, ${BY_ANNOTATION}`],
  ['{istio-injection: enabled}', ANNOTATION, undefined],
  ['{istio.io/rev: default}', ANNOTATION, undefined],
  [undefined, ANNOTATION, undefined], // who knows what the namespace says?
  ['{}', `{labels: {istio.io/rev: default}, annotations: {${INJECT}: "true"}}`, undefined],
])('in a namespace with %s, pods with %s', (labels, metadata, message) => {
  expect(saidOf(labels, metadata)).toEqual(message ? [message] : []);
});

test.each([
  [
    '{hostNetwork: true}',
    [`${at('labels')} to a pod on the network of its node; remove this, or remove hostNetwork`],
  ],
  ['{hostNetwork: false}', []],
])('pods with %s', (spec, expected) => {
  expect(saidOf('{istio-injection: enabled}', LABEL, spec)).toEqual(expected);
});

test('a Pod with the annotation alone', () => {
  const yaml = `
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, annotations: {${INJECT}: "true"}}}`;
  expect(messagesOf(yaml).filter((message) => message.includes('IST9103'))).toEqual([
    `Warning IST9103 Pod shop/a: metadata.annotations["${INJECT}"] "true" gives no sidecar, ${BY_ANNOTATION}`,
  ]);
});

test('a Pod is told to use the label as it is', () => {
  const messages = messagesOf(`
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: ""}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, annotations: {${INJECT}: "true"}}}`);
  expect(messages.map((message) => message.slice(0, 16))).toEqual(['Info IST0102 Nam', 'Info IST0135 Pod']);
});
