/** Builders of the objects of generated meshes, as data that may still be changed. */

/** The fields that slips change, of the kinds that have them. */
export interface Spec {
  host: string;
  hosts: readonly string[];
  gateways: readonly string[];
  exportTo: readonly string[];
  selector: object;
  replicas: number;
  workloadSelector: object;
  readonly servers: Server[];
  readonly subsets: object[];
  readonly http: Route[];
}

export interface Server {
  port: object;
  hosts: readonly string[];
  readonly tls?: object;
}

export interface Route {
  match?: readonly object[] | undefined;
  route?: readonly { readonly destination: object }[];
}

/** An object that slips may still change. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  readonly spec: Spec;
  readonly [field: string]: unknown;
}

/** The namespaces of the mesh: each has a client, but for the root namespace. */
export const NAMESPACES = ['default', 'shop', 'istio-system', 'web', 'data', 'edge'];
export const CLIENT_NAMESPACES = NAMESPACES.filter((name) => name !== 'istio-system');
export const SERVICES = [
  ['reviews', 'default'],
  ['ratings', 'default'],
  ['reviews', 'shop'],
  ['details', 'edge'],
] as const;
export const SUBSETS = ['v1', 'v2'];

/** The host of a Service, by its place in {@link SERVICES}. */
export function hostOf(service: number): string {
  const [name, namespace] = SERVICES[service] ?? SERVICES[0];
  return `${name}.${namespace}.svc.cluster.local`;
}

export function gateway(namespace: string, name: string, hosts: readonly string[]): KubernetesObject {
  const tls = { mode: 'SIMPLE', credentialName: name };
  return istio('Gateway', 'gateway', namespace, {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: { number: 80, name: `http-${name}`, protocol: 'HTTP' }, hosts },
      { port: { number: 443, name: `https-${name}`, protocol: 'HTTPS' }, tls, hosts },
    ],
  });
}

/** An object of Istio's networking API. */
export function istio(kind: string, name: string, namespace: string, spec: object): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace },
    spec: specOf(spec),
  };
}

/** A copy, since slips change an object and not others that share a part of it. */
export function specOf(fields: object): Spec {
  return JSON.parse(JSON.stringify(fields));
}

/** A Service with two versions of its pods. */
export function workload(name: string, namespace: string): KubernetesObject[] {
  return [
    ...SUBSETS.map((version) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${name}-${version}`, namespace },
      spec: specOf({
        selector: { matchLabels: { app: name, version } },
        template: {
          metadata: { labels: { app: name, version } },
          spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }] },
        },
      }),
    })),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: specOf({ selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
    },
  ];
}
