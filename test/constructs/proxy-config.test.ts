import { ApiObject } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { ProxyConfig, type ProxyConfigProps, ProxyImage } from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const newConfig = (props: ProxyConfigProps) => new ProxyConfig(newChart(), 'proxies', props);

function mistakesIn(props: ProxyConfigProps): string[] {
  return mistakesOf(newConfig(props)).map((line) =>
    line.replace('[test/proxies] ProxyConfig "test-proxies": spec', ''),
  );
}

test('all that can be said', () => {
  const config = newConfig({
    selector: { app: 'ratings' },
    concurrency: 0,
    environmentVariables: { GODEBUG: 'netdns=go' },
    image: ProxyImage.DISTROLESS,
  });

  expect(ApiObject.of(config).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'ProxyConfig',
    metadata: { name: 'test-proxies', namespace: 'default' },
    spec: {
      concurrency: 0,
      environmentVariables: { GODEBUG: 'netdns=go' },
      image: { imageType: 'distroless' },
      selector: { matchLabels: { app: 'ratings' } },
    },
  });
  expect(mistakesOf(config)).toEqual([]);
});

test.each([
  [ProxyImage.DEFAULT, 'default'],
  [ProxyImage.DEBUG, 'debug'],
  [ProxyImage.of('centos'), 'centos'],
])('image %#', (image, imageType) => {
  expect(specOf(newConfig({ image }))).toEqual({ image: { imageType } });
});

test('selects pods of its own namespace only, even in the root namespace', () => {
  const deployment = new Deployment(newChart(), 'db', { containers: [{ image: 'x' }] });
  const config = new ProxyConfig(newChart('istio-system'), 'proxies', {
    concurrency: 1,
    selector: deployment,
  });

  expect(specOf(newConfig({ concurrency: 1, selector: deployment }))).toMatchObject({
    selector: { matchLabels: deployment.matchLabels },
  });
  expect(mistakesOf(config)).toEqual([
    '[test/proxies] ProxyConfig "test-proxies": spec.selector.matchLabels selects the pods of Deployment "test-db" in ' +
      'namespace "default", but can only select pods in its own, "istio-system"; put it into a chart of that namespace [IST9043]',
  ]);
});

test.each<[string, ProxyConfigProps, string[]]>([
  [
    'nothing',
    { selector: { app: 'x' } },
    [' has no concurrency, environmentVariables or image, so nothing changes; set one of them [IST9010]'],
  ],
  [
    'less than no threads',
    { concurrency: -1 },
    ['.concurrency -1 is not a number of threads; use a whole number from 0 [IST0106]'],
  ],
  [
    'half a thread',
    { concurrency: 0.5 },
    ['.concurrency 0.5 is not a number of threads; use a whole number from 0 [IST0106]'],
  ],
  [
    'a long value',
    { environmentVariables: { X: 'x'.repeat(2049) } },
    ['.environmentVariables.X has 2049 characters; Istio allows at most 2048 [IST0106]'],
  ],
  ['a value that is just short enough', { environmentVariables: { X: 'x'.repeat(2048) } }, []],
  [
    'no type of image',
    { image: ProxyImage.of('') },
    ['.image.imageType is empty; write the type of an image, or remove it [IST9010]'],
  ],
  [
    'a label without a key',
    { concurrency: 1, selector: { '': 'x' } },
    ['.selector.matchLabels has the value "x" without a key; add the key [IST0106]'],
  ],
])('%s', (_, props, mistakes) => {
  expect(mistakesIn(props)).toEqual(mistakes);
});
