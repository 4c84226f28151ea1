import { messagesOf } from './messages';

const AUTHORIZATION = 'AuthorizationPolicy of security.istio.io/v1';
const AUTHENTICATION =
  'PeerAuthentication for mutual TLS and RequestAuthentication for tokens, of security.istio.io/v1';
const MIXER =
  'Telemetry of telemetry.istio.io/v1 for metrics and logs, WasmPlugin of extensions.istio.io/v1alpha1 for other adapters, or an EnvoyFilter for quotas';

function messages(apiVersion: string, kind: string): string[] {
  // Of a kind that does not exist, nothing else can be said.
  return messagesOf({ apiVersion, kind, metadata: { name: 'a' }, spec: { peers: [{ mtls: {} }] } });
}

test.each([
  ['rbac.istio.io/v1alpha1', 'ServiceRole', AUTHORIZATION],
  ['rbac.istio.io/v1alpha1', 'ServiceRoleBinding', AUTHORIZATION],
  ['rbac.istio.io/v1alpha1', 'ClusterRbacConfig', AUTHORIZATION],
  ['security.istio.io/v1', 'ServiceRole', AUTHORIZATION],
  ['authentication.istio.io/v1alpha1', 'Policy', AUTHENTICATION],
  ['authentication.istio.io/v1alpha1', 'MeshPolicy', AUTHENTICATION],
  ['config.istio.io/v1alpha2', 'RouteRule', 'VirtualService of networking.istio.io/v1'],
  ['config.istio.io/v1alpha2', 'handler', MIXER],
  ['config.istio.io/v1alpha2', 'constructor', MIXER],
  ['networking.istio.io/v1alpha3', 'ExternalService', 'ServiceEntry of networking.istio.io/v1'],
])('%s %s has a successor', (apiVersion, kind, successor) => {
  const [group] = apiVersion.split('/');
  expect(messages(apiVersion, kind)).toEqual([
    `kind is "${kind}" of ${group}, which Istio has removed, so the API server refuses it; use ${successor}`,
  ]);
});

test.each([
  ['policy/v1', 'Policy'],
  ['kyverno.io/v1', 'Policy'],
  ['install.istio.io/v1alpha1', 'IstioOperator'],
  ['constructor', 'ServiceRole'],
])('%s %s is not of Istio, or is a file', (apiVersion, kind) => {
  expect(messages(apiVersion, kind)).toEqual([]);
});
