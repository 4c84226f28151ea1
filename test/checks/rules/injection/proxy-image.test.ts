import { meshConfigOf } from '../../../../lib/istiod/mesh-config';
import { object } from '../../../scene';
import { messagesOf } from '../../support';

const INJECTOR = (name: string, proxy: string) => `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: istio-system}
data: {values: '{"global": {"hub": "hub.io", "tag": "1.30.3", "proxy": {"image": "${proxy}"}}}'}`;

function saidOf(pod: string, { labels = '{istio-injection: enabled}', more = '', mesh = {} } = {}): string[] {
  const yaml = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: ${labels}}
---
${INJECTOR('istio-sidecar-injector', 'proxyv2')}
---
${INJECTOR('istio-sidecar-injector-canary', 'canary.io/proxyv2:2')}
---
apiVersion: v1
kind: Pod
${pod}
---
${more}`;
  const options = { mesh: meshConfigOf(mesh) };
  return messagesOf(yaml, options).filter((message) => message.includes('IST0158'));
}

const pod = (image: string, metadata = '', list = 'containers') =>
  `metadata: {name: a, namespace: shop, labels: {app: a}, ${metadata}}\nspec: {${list}: [{name: istio-proxy, image: "${image}"}]}`;
const OUTDATED = [
  'Warning IST0158 Namespace shop: has pods with a different proxy image than the injector would give them: "a"; create them again',
];

test.each([
  ['hub.io/proxyv2:1.30.3', []],
  ['hub.io/proxyv2:1.29.0', OUTDATED],
  ['hub.io/proxyv2:1.30.3-distroless', OUTDATED],
])('a pod with %s', (image, expected) => {
  expect(saidOf(pod(image))).toEqual(expected);
  expect(saidOf(pod(image, '', 'initContainers'))).toEqual(expected);
});

test('a pod that names its image may run it', () => {
  expect(saidOf(pod('mine', 'annotations: {sidecar.istio.io/proxyImage: mine}'))).toEqual([]);
});

test.each([
  ['{istio.io/rev: canary}', 'canary.io/proxyv2:2', []],
  ['{istio.io/rev: canary}', 'hub.io/proxyv2:1.30.3', OUTDATED],
  ['{istio.io/rev: default}', 'hub.io/proxyv2:1.30.3', []],
  ['{istio.io/rev: other}', 'mine', []], // of whose injector nothing is known
  ['{istio-injection: disabled}', 'mine', []],
])('in a namespace with %s, a pod with %s', (labels, image, expected) => {
  expect(saidOf(pod(image), { labels })).toEqual(expected);
});

describe('the type of the image', () => {
  const distroless = pod('hub.io/proxyv2:1.30.3-distroless');
  const proxyConfig = (namespace: string, spec: string) => object('ProxyConfig', `${namespace}/a`, spec);
  const image = 'image: {imageType: distroless}';

  test.each([
    ['shop', `{${image}}`, []],
    ['istio-system', `{${image}}`, []],
    ['other', `{${image}}`, OUTDATED],
    ['shop', `{selector: {matchLabels: {app: a}}, ${image}}`, []],
    ['shop', `{selector: {matchLabels: {app: b}}, ${image}}`, OUTDATED],
    ['shop', '{image: 1}', OUTDATED],
    ['shop', 'null', OUTDATED],
  ])('may be said by a ProxyConfig of %s with %s', (namespace, spec, expected) => {
    expect(saidOf(distroless, { more: proxyConfig(namespace, spec) })).toEqual(expected);
  });

  test('may be said by the mesh', () => {
    expect(saidOf(distroless, { mesh: { defaultConfig: { image: { imageType: 'distroless' } } } })).toEqual(
      [],
    );
  });

  test.each([
    ['distroless', []],
    ['default', OUTDATED],
  ])('may be said by the pod: %s', (type, expected) => {
    const annotations = `annotations: {proxy.istio.io/config: "image: {imageType: ${type}}"}`;
    const asked = pod('hub.io/proxyv2:1.30.3-distroless', annotations);
    expect(saidOf(asked, { mesh: { defaultConfig: { image: { imageType: 'debug' } } } })).toEqual(expected);
  });
});
