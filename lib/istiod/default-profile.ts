import { NAMESPACE, POD, POD_OWNERS, SERVICE } from '../manifests/kinds';
import { isOf, type Manifest, manifestOf } from '../manifests/manifest';
import { workloadOf } from './workloads/workloads';

/** The name of the ingress gateway's Service and workload. */
export const DEFAULT_GATEWAY = 'istio-ingressgateway';
const GATEWAY_SELECTOR = { app: DEFAULT_GATEWAY, istio: 'ingressgateway' };
const GATEWAY_LABELS = {
  chart: 'gateways',
  heritage: 'Tiller',
  release: 'istio',
  'istio.io/dataplane-mode': 'none',
  'istio.io/rev': 'default',
  'operator.istio.io/component': 'IngressGateways',
  'service.istio.io/canonical-name': DEFAULT_GATEWAY,
  'service.istio.io/canonical-revision': 'latest',
  'sidecar.istio.io/inject': 'false',
};
const GATEWAY_PORTS = [
  servicePort('status-port', 15021),
  servicePort('http2', 80, 8080),
  servicePort('https', 443, 8443),
];
/** Ports of the ingress gateway that `istioctl analyze` takes for granted, and that the profile does not have. */
const PORTS_IN_ANALYSIS = [servicePort('tcp', 31400), servicePort('tls', 15443)];

const ORIGIN = { file: "(istioctl's default profile)" };

/** Whether an object is one of the profile, and not among the manifests. */
export function isOfProfile({ origin }: Manifest): boolean {
  return origin === ORIGIN;
}

/**
 * The objects that `istioctl install` makes with its default profile, without those that the manifests bring themselves.
 * A workload of any kind with the name of one of the profile's workloads replaces it. (L2, L4)
 */
export function defaultProfile(manifests: readonly Manifest[], rootNamespace: string): Manifest[] {
  return profile(manifests, rootNamespace, GATEWAY_PORTS);
}

/** The same objects, with the ports that `istioctl analyze` takes for granted. */
export function defaultProfileInAnalysis(manifests: readonly Manifest[], rootNamespace: string): Manifest[] {
  return profile(manifests, rootNamespace, [...GATEWAY_PORTS, ...PORTS_IN_ANALYSIS]);
}

function profile(
  manifests: readonly Manifest[],
  rootNamespace: string,
  gatewayPorts: readonly object[],
): Manifest[] {
  const all = [
    ...clusterObjects(rootNamespace),
    ...istiod(rootNamespace),
    ...ingressGateway(rootNamespace, gatewayPorts),
  ].flatMap((object) => manifestOf(object, ORIGIN) ?? []);
  const names = new Set(all.map(({ name }) => name));
  const namesakes = manifests.filter(({ name }) => names.has(name));
  return all.filter((own) => !namesakes.some((manifest) => replaces(manifest, own)));
}

function replaces(manifest: Manifest, own: Manifest): boolean {
  const isSame = manifest.name === own.name && manifest.namespace === own.namespace;
  return isSame && (isOf(own, manifest) || (isOf(POD, own) && runsPods(manifest)));
}

function runsPods(manifest: Manifest): boolean {
  return POD_OWNERS.some((kind) => isOf(kind, manifest)) && workloadOf(manifest).length > 0;
}

function clusterObjects(rootNamespace: string): object[] {
  return [
    { apiVersion: 'v1', kind: NAMESPACE.kind, metadata: { name: rootNamespace } },
    // The API server, which every cluster has.
    service('default', 'kubernetes', {}, [servicePort('https', 443, 6443)]),
  ];
}

function istiod(namespace: string): object[] {
  const selector = { app: 'istiod' };
  return [
    service(namespace, 'istiod', selector, [
      servicePort('grpc-xds', 15010),
      servicePort('https-dns', 15012),
      servicePort('https-webhook', 443, 15017),
      servicePort('http-monitoring', 15014),
    ]),
    pod(
      namespace,
      'istiod',
      { 'sidecar.istio.io/inject': 'false', ...selector },
      { serviceAccountName: 'istiod', containers: [{ name: 'discovery' }] },
    ),
  ];
}

function ingressGateway(namespace: string, ports: readonly object[]): object[] {
  return [
    service(namespace, DEFAULT_GATEWAY, GATEWAY_SELECTOR, ports),
    pod(
      namespace,
      DEFAULT_GATEWAY,
      { ...GATEWAY_LABELS, ...GATEWAY_SELECTOR },
      {
        serviceAccountName: `${DEFAULT_GATEWAY}-service-account`,
        containers: [
          {
            name: 'istio-proxy',
            args: ['proxy', 'router'],
            env: [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }],
          },
        ],
      },
    ),
  ];
}

function service(namespace: string, name: string, selector: object, ports: readonly object[]): object {
  const metadata = { name, namespace, labels: selector };
  return { apiVersion: 'v1', kind: SERVICE.kind, metadata, spec: { selector, ports } };
}

function pod(namespace: string, name: string, labels: object, spec: object): object {
  return { apiVersion: 'v1', kind: POD.kind, metadata: { name, namespace, labels }, spec };
}

function servicePort(name: string, port: number, targetPort = port): object {
  return { name, port, targetPort };
}
