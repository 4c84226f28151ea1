import { isGateway, listenerPorts } from '../../lib/istiod/gateways/gateway-workloads';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import { installedProfile, profileInAnalysis } from '../../lib/istiod/profile/installed-profile';
import type { Profile } from '../../lib/istiod/profile/profiles';
import { servicePorts } from '../../lib/istiod/registry/kubernetes-service';
import { workloadsOf } from '../../lib/istiod/workloads/workloads';
import { SERVICE } from '../../lib/manifests/kinds';
import { type Manifest, manifestOf } from '../../lib/manifests/manifest';

const ROOT = 'mesh-root';

function object(apiVersion: string, kind: string, name: string, rest: object): Manifest {
  const metadata = { name, namespace: ROOT };
  return manifestOf({ apiVersion, kind, metadata, ...rest }) as Manifest;
}

function names(manifests: readonly Manifest[]): string[] {
  return manifests.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

test('the profile has istiod, an ingress gateway and the API server (L2, L4)', () => {
  expect(names(installedProfile('default', [], ROOT))).toEqual([
    `Namespace /${ROOT}`,
    'Service default/kubernetes',
    `Service ${ROOT}/istiod`,
    `Pod ${ROOT}/istiod`,
    `Service ${ROOT}/istio-ingressgateway`,
    `Pod ${ROOT}/istio-ingressgateway`,
  ]);
});

test.each([
  ['as it is installed', installedProfile, [15021, 80, 443]],
  ['as istioctl analyze takes it for granted', profileInAnalysis, [15021, 80, 443, 31400, 15443]],
])('the ports of the gateway %s', (_, profile, expected) => {
  const index = new MeshIndex(profile('default', [], ROOT));
  const service = index.get(SERVICE, ROOT, 'istio-ingressgateway') as Manifest;
  expect(servicePorts(service).map(({ number }) => number)).toEqual(expected);
});

test('the gateway is one, and listens on the target ports of its Service (A1, A2)', () => {
  const index = new MeshIndex(installedProfile('default', [], ROOT));
  const [gateway, ...others] = index.view(workloadsOf).all.filter(isGateway);
  expect(others).toEqual([]);
  expect(gateway?.name).toBe('istio-ingressgateway');
  const listenerPort = gateway && index.view(listenerPorts)(gateway);
  expect([80, 443, 8080].map((port) => listenerPort?.(port))).toEqual([8080, 8443, 8080]);
});

test.each([
  ['a Service', object('v1', 'Service', 'istio-ingressgateway', {}), `Service ${ROOT}/istio-ingressgateway`],
  ['a Pod', object('v1', 'Pod', 'istiod', {}), `Pod ${ROOT}/istiod`],
  [
    'a Deployment',
    object('apps/v1', 'Deployment', 'istio-ingressgateway', { spec: { template: {} } }),
    `Pod ${ROOT}/istio-ingressgateway`,
  ],
])('%s among the manifests replaces that of the profile', (_, own, replaced) => {
  const all = names(installedProfile('default', [], ROOT));
  expect(names(installedProfile('default', [own], ROOT))).toEqual(all.filter((name) => name !== replaced));
});

test.each([
  ['another name', object('v1', 'Pod', 'gateway', {})],
  ['an owner without pods', object('apps/v1', 'Deployment', 'istio-ingressgateway', {})],
  ['a kind that runs no pods', object('v1', 'ConfigMap', 'istio-ingressgateway', {})],
])('%s replaces nothing', (_, own) => {
  expect(names(installedProfile('default', [own], ROOT))).toEqual(
    names(installedProfile('default', [], ROOT)),
  );
});

test.each([
  ['demo', ['istio-ingressgateway', 'istio-egressgateway']],
  ['minimal', []],
  ['openshift', ['istio-ingressgateway']],
  ['preview', ['istio-ingressgateway']],
  ['remote', []],
  ['stable', ['istio-ingressgateway']],
] as const)('the profile %s has other gateways (L1)', (profile, expected) => {
  const index = new MeshIndex(installedProfile(profile, [], ROOT));
  expect(
    index
      .view(workloadsOf)
      .all.filter(isGateway)
      .map(({ name }) => name),
  ).toEqual(expected);
  expect(
    index
      .all(SERVICE)
      .filter(({ name }) => name.startsWith('istio-'))
      .map(({ name }) => name),
  ).toEqual(expected);
});

test('there are no other profiles', () => {
  expect(() => installedProfile('dmeo' as Profile, [], ROOT)).toThrow(
    'profile "dmeo" is unknown; use default, demo, minimal, openshift, preview, remote, stable',
  );
});

test('the ingress gateway of the profile demo has the ports that istioctl analyze takes for granted', () => {
  const portsOf = (manifests: readonly Manifest[]) =>
    manifests
      .filter(({ kind, name }) => kind === 'Service' && name === 'istio-ingressgateway')
      .map(servicePorts);
  expect(portsOf(installedProfile('demo', [], ROOT))).toEqual(
    portsOf(profileInAnalysis('default', [], ROOT)),
  );
});
