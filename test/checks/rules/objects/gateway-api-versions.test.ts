import { findingsOf, messagesWith } from '../../support';

const crd = (name: string, version?: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name}.gateway.networking.k8s.io
  annotations: ${version === undefined ? '{}' : `{ gateway.networking.k8s.io/bundle-version: ${version} }`}
`;
const PLACE = 'metadata.annotations["gateway.networking.k8s.io/bundle-version"]';

test.each([
  ['tlsroutes', 'v1.4.1', '1.5.0, which Istio'],
  ['grpcroutes', 'v1.0.0', '1.1.0, which Istio'],
  ['backendtlspolicies', 'v1.3', '1.4.0, which Istio'],
  ['tcproutes', 'v1.5.0', '1.6.0, which Istio'],
])('%s of version %s', (name, version, minimum) => {
  expect(findingsOf('IST0176', crd(name, version))).toEqual([
    `Warning IST0176 CustomResourceDefinition ${name}.gateway.networking.k8s.io: ${PLACE} "${version}" is older than ${minimum} needs, so istiod ignores all objects of this kind; install newer CRDs of the Gateway API`,
  ]);
});

test('Istio 1.30 needs no version of TCPRoute', () => {
  expect(messagesWith(['IST0176'], crd('tcproutes', 'v1.5.0'), { istio: '1.30' })).toEqual([]);
});

test.each([
  ['tlsroutes', 'v1.5.0'],
  ['tlsroutes', 'v1.5.0-rc.1'], // what follows the numbers does not count
  ['tlsroutes', 'v1.10.0'],
  ['tlsroutes', 'latest'],
  ['tlsroutes', undefined],
  ['httproutes', 'v0.8.0'],
])('%s of version %s is not reported', (name, version) => {
  expect(findingsOf('IST0176', crd(name, version))).toEqual([]);
});
