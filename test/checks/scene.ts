/** An object as YAML; the spec in flow style. */
export function object(apiVersion: string, kind: string, name: string, spec: object): string {
  const [namespace, own] = name.includes('/') ? name.split('/') : ['default', name];
  return JSON.stringify({ apiVersion, kind, metadata: { name: own, namespace }, spec });
}

/** An object with the label that leaves it to one revision of Istio. */
export function ofRevision(revision: string, yaml: string): string {
  const { metadata, ...rest } = JSON.parse(yaml);
  return JSON.stringify({ ...rest, metadata: { ...metadata, labels: { 'istio.io/rev': revision } } });
}

export const virtualService = (name: string, spec: object) =>
  object('networking.istio.io/v1', 'VirtualService', name, spec);
export const gateway = (name: string, ...servers: readonly object[]) =>
  object('networking.istio.io/v1', 'Gateway', name, { selector: { istio: 'ingressgateway' }, servers });
export const destinationRule = (name: string, spec: object) =>
  object('networking.istio.io/v1', 'DestinationRule', name, spec);
export const serviceEntry = (name: string, spec: object) =>
  object('networking.istio.io/v1', 'ServiceEntry', name, spec);
export const authorizationPolicy = (name: string, spec: object) =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, spec);
export const peerAuthentication = (name: string, spec: object) =>
  object('security.istio.io/v1', 'PeerAuthentication', name, spec);

/** A Service that selects the pods labelled `app` with its name. */
export function service(name: string, port: object = { name: 'http', port: 80, targetPort: 8080 }): string {
  return object('v1', 'Service', name, { selector: { app: name.split('/').at(-1) }, ports: [port] });
}

/** A Deployment of pods labelled `app` with its name, with a sidecar unless `pod` says otherwise. */
export function deployment(name: string, labels: object = {}, pod: object = {}): string {
  const metadata = {
    labels: { app: name.split('/').at(-1), 'sidecar.istio.io/inject': 'true', ...labels },
  };
  const spec = { containers: [{ name: 'app', ports: [{ name: 'web', containerPort: 8080 }] }], ...pod };
  return object('apps/v1', 'Deployment', name, { template: { metadata, spec } });
}

export const HTTP = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
