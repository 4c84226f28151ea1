import { messagesOf } from '../../support';

function saidOf(namespaceLabels: string, metadata: string, spec: string): string[] {
  return messagesOf(`
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: ${namespaceLabels}}
---
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop, ${metadata}}
spec: ${spec}`).filter((message) => message.includes('IST0103'));
}

const ENABLED = '{istio-injection: enabled}';
const APP = '{containers: [{name: app, image: app}]}';

test.each([
  [ENABLED, '', APP, true],
  ['{istio-injection: disabled}', '', APP, false],
  ['{istio.io/rev: canary}', '', APP, false], // Istio looks at the older label only
  ['{istio-injection: enabled, istio.io/dataplane-mode: ambient}', '', APP, false],
  [ENABLED, 'labels: {sidecar.istio.io/inject: "false"}', APP, false],
  [ENABLED, 'labels: {sidecar.istio.io/inject: "False"}', APP, false],
  [ENABLED, 'annotations: {sidecar.istio.io/inject: "false"}', APP, false],
  [
    ENABLED,
    'labels: {sidecar.istio.io/inject: "true"}, annotations: {sidecar.istio.io/inject: "false"}',
    APP,
    true,
  ],
  [ENABLED, '', '{hostNetwork: true, containers: [{name: app}]}', false],
  [ENABLED, '', '{containers: [{name: app}, {name: istio-proxy, image: proxyv2}]}', false],
  [ENABLED, '', '{containers: [{name: app}], initContainers: [{name: istio-proxy, image: proxyv2}]}', false],
  [ENABLED, '', '{containers: [{name: istio-proxy}]}', true], // no image, no proxy
  [ENABLED, '', '{containers: 1, initContainers: [null]}', true],
])('in a namespace with %s, a pod with {%s} %s misses its proxy: %s', (labels, metadata, spec, isMissing) => {
  const message =
    'Warning IST0103 Pod shop/a: spec.containers do not include istio-proxy, although namespace "shop" enables injection; create the pod again, or label it sidecar.istio.io/inject: "false"';
  expect(saidOf(labels, metadata, spec)).toEqual(isMissing ? [message] : []);
});
