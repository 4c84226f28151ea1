/**
 * Builders of the objects that tests of checks and routing need. Each returns YAML that ends with `---`, so that texts can
 * be added up. A name is `namespace/name`, or the name alone for one in `default`.
 */

/** A part of an object: as data, or as YAML in flow style. */
export type Part = object | string;

export interface Metadata {
  readonly labels?: Part;
  readonly annotations?: Part;
  readonly creationTimestamp?: string;
}

const NETWORKING = [
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'VirtualService',
  'WorkloadEntry',
  'WorkloadGroup',
];
const SECURITY = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'];
const API_VERSIONS = new Map([
  ...['Namespace', 'Pod', 'Secret', 'Service'].map((kind) => [kind, 'v1'] as const),
  ...NETWORKING.map((kind) => [kind, 'networking.istio.io/v1'] as const),
  ...SECURITY.map((kind) => [kind, 'security.istio.io/v1'] as const),
  ['Deployment', 'apps/v1'],
  ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map(
    (kind) => [kind, 'gateway.networking.k8s.io/v1'] as const,
  ),
  ['EnvoyFilter', 'networking.istio.io/v1alpha3'],
  ['ProxyConfig', 'networking.istio.io/v1beta1'],
  ['Telemetry', 'telemetry.istio.io/v1'],
  ['TrafficExtension', 'extensions.istio.io/v1alpha1'],
  ['WasmPlugin', 'extensions.istio.io/v1alpha1'],
]);

const flow = (part: Part) => (typeof part === 'string' ? part : JSON.stringify(part));

/** The part of a name after the namespace. */
const ownName = (name: string) => name.split('/').at(-1) ?? name;

/** An object with a spec. */
export function object(kind: string, name: string, spec: Part = {}, metadata: Metadata = {}): string {
  return objectWith(kind, name, `spec: ${flow(spec)}`, metadata);
}

function objectWith(kind: string, name: string, fields: string, metadata: Metadata = {}): string {
  const apiVersion = API_VERSIONS.get(kind);
  if (apiVersion === undefined) {
    throw new Error(`test/scene.ts does not know the apiVersion of "${kind}"; add it to API_VERSIONS`);
  }
  const namespace = name.includes('/') ? name.split('/')[0] : 'default';
  const rest = Object.entries(metadata).map(([key, value]) => `, ${key}: ${flow(value)}`);
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${ownName(name)}, namespace: ${namespace}${rest.join('')} }
${fields}
---
`;
}

/** A Gateway of the Kubernetes Gateway API. */
export function kubernetesGateway(name: string, spec: Part): string {
  return object('Gateway', name, spec).replace('networking.istio.io/v1', 'gateway.networking.k8s.io/v1');
}

/** The object with the label that leaves it to one revision of Istio. */
export function ofRevision(revision: string, yaml: string): string {
  return yaml.replace(/^(metadata: .*) \}$/m, `$1, labels: { istio.io/rev: ${revision} } }`);
}

const builder = (kind: string) => (name: string, spec: Part, metadata?: Metadata) =>
  object(kind, name, spec, metadata);

export const authorizationPolicy = builder('AuthorizationPolicy');
export const destinationRule = builder('DestinationRule');
export const peerAuthentication = builder('PeerAuthentication');
export const requestAuthentication = builder('RequestAuthentication');
export const serviceEntry = builder('ServiceEntry');
export const virtualService = builder('VirtualService');

export const HTTP_80 = '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]';

/** A Gateway on the pods of the default ingress gateway. */
export function gateway(name: string, servers: Part = HTTP_80): string {
  return object('Gateway', name, `{ selector: { istio: ingressgateway }, servers: ${flow(servers)} }`);
}

/** A VirtualService of Gateway `gw` for every host, unless told otherwise. */
export function routes(
  name: string,
  http: Part,
  { hosts = '["*"]' as Part, gateways = '[default/gw]' as Part, more = '' } = {},
): string {
  const fields = [`hosts: ${flow(hosts)}`, `gateways: ${flow(gateways)}`, `http: ${flow(http)}`, more];
  return virtualService(name, `{ ${fields.filter((field) => field !== '').join(', ')} }`);
}

/** The part of a route that leads to a host. */
export function to(host: string): string {
  return `route: [{ destination: { host: ${host} } }]`;
}

const HTTP_PORT = '{ name: http, port: 80, targetPort: 8080 }';

/** A Service that selects the pods labelled `app` with its name. */
export function service(name: string, ...ports: readonly Part[]): string {
  const all = ports.length > 0 ? ports : [HTTP_PORT];
  return object(
    'Service',
    name,
    `{ selector: { app: ${ownName(name)} }, ports: [${all.map(flow).join(', ')}] }`,
  );
}

/** A Deployment of pods labelled `app` with its name, with a sidecar unless the labels or the pod say otherwise. */
export function deployment(name: string, labels: object = {}, pod: object = {}): string {
  const metadata = { labels: { app: ownName(name), 'sidecar.istio.io/inject': 'true', ...labels } };
  const spec = { containers: [{ name: 'app', ports: [{ name: 'web', containerPort: 8080 }] }], ...pod };
  return object('Deployment', name, { template: { metadata, spec } });
}

/** A Deployment with its Service, which has port 80 and those given. */
export function app(name: string, { sidecar = true, morePorts = [] as readonly Part[] } = {}): string {
  const labels = { version: 'v1', ...(!sidecar && { 'sidecar.istio.io/inject': 'false' }) };
  return deployment(name, labels) + service(name, HTTP_PORT, ...morePorts);
}

/** A Deployment of pods with these labels and no others. */
export function labelledDeployment(name: string, labels: Part): string {
  const template = `{ metadata: { labels: ${flow(labels)} }, spec: { containers: [{ name: app }] } }`;
  return object('Deployment', name, `{ template: ${template} }`);
}

export function pod(name: string, labels: Part, annotations: Part = {}): string {
  return object('Pod', name, '{ containers: [{ name: app }] }', { labels, annotations });
}

export function namespace(name: string, labels: Part = {}): string {
  return `apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${flow(labels)} }
---
`;
}

/** A Secret whose data are in `data`, or in another field. */
export function secret(name: string, data: Part, field = 'data'): string {
  return objectWith('Secret', name, `${field}: ${flow(data)}`);
}
