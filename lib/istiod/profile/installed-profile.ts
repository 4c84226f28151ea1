import { NAMESPACE, POD, POD_OWNERS, SERVICE } from '../../manifests/kinds';
import { isOf, type Manifest, manifestOf } from '../../manifests/manifest';
import { workloadOf } from '../workloads/workloads';
import { PROFILES, type Profile } from './profiles';

/** The name of the ingress gateway's Service and workload. */
export const DEFAULT_GATEWAY = 'istio-ingressgateway';
/** The labels of its pods, by which Gateways select them. */
export const DEFAULT_GATEWAY_LABELS = { app: DEFAULT_GATEWAY, istio: 'ingressgateway' };

/** A gateway of a profile. */
interface ProfileGateway {
  /** The name of its Service and its workload. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly component: string;
  /** The type of its Service. */
  readonly type: 'LoadBalancer' | 'ClusterIP';
  readonly ports: readonly object[];
}

const HTTP_PORTS = [servicePort('http2', 80, 8080), servicePort('https', 443, 8443)];
/** The ports of the ingress gateway that the profile `demo` has, and that `istioctl analyze` takes for granted. */
const MORE_PORTS = [servicePort('tcp', 31400), servicePort('tls', 15443)];

const INGRESS: ProfileGateway = {
  name: DEFAULT_GATEWAY,
  labels: DEFAULT_GATEWAY_LABELS,
  component: 'IngressGateways',
  type: 'LoadBalancer',
  ports: [servicePort('status-port', 15021), ...HTTP_PORTS],
};
const WIDE_INGRESS: ProfileGateway = { ...INGRESS, ports: [...INGRESS.ports, ...MORE_PORTS] };
const EGRESS: ProfileGateway = {
  name: 'istio-egressgateway',
  labels: { app: 'istio-egressgateway', istio: 'egressgateway' },
  component: 'EgressGateways',
  type: 'ClusterIP',
  ports: HTTP_PORTS,
};

const GATEWAYS: Readonly<Record<Profile, readonly ProfileGateway[]>> = {
  default: [INGRESS],
  demo: [WIDE_INGRESS, EGRESS],
  minimal: [],
  openshift: [INGRESS],
  preview: [INGRESS],
  remote: [],
  stable: [INGRESS],
};

const ORIGIN = { file: '(the profile of istioctl)' };

/** Whether an object is one of the profile, and not among the manifests. */
export function isOfProfile({ origin }: Manifest): boolean {
  return origin === ORIGIN;
}

/**
 * The objects that `istioctl install` makes with a profile, without those that the manifests bring themselves.
 * A workload of any kind with the name of one of the profile's workloads replaces it. (L2, L4)
 *
 * @throws Error if there is no such profile
 */
export function installedProfile(
  profile: Profile,
  manifests: readonly Manifest[],
  rootNamespace: string,
): Manifest[] {
  return installed(gatewaysOf(profile), manifests, rootNamespace);
}

/** The same objects, with the ports that `istioctl analyze` takes for granted. */
export function profileInAnalysis(
  profile: Profile,
  manifests: readonly Manifest[],
  rootNamespace: string,
): Manifest[] {
  const gateways = gatewaysOf(profile).map((gateway) => (gateway === INGRESS ? WIDE_INGRESS : gateway));
  return installed(gateways, manifests, rootNamespace);
}

/** @throws Error if there is no such profile */
function gatewaysOf(profile: Profile): readonly ProfileGateway[] {
  if (!PROFILES.includes(profile)) {
    throw new Error(`profile ${JSON.stringify(profile)} is unknown; use ${PROFILES.join(', ')}`);
  }
  return GATEWAYS[profile];
}

function installed(
  gateways: readonly ProfileGateway[],
  manifests: readonly Manifest[],
  rootNamespace: string,
): Manifest[] {
  const all = [
    ...clusterObjects(rootNamespace),
    ...istiod(rootNamespace),
    ...gateways.flatMap((gateway) => gatewayObjects(rootNamespace, gateway)),
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
    service('default', 'kubernetes', {}, { ports: [servicePort('https', 443, 6443)] }),
  ];
}

function istiod(namespace: string): object[] {
  const selector = { app: 'istiod' };
  return [
    service(namespace, 'istiod', selector, {
      ports: [
        servicePort('grpc-xds', 15010),
        servicePort('https-dns', 15012),
        servicePort('https-webhook', 443, 15017),
        servicePort('http-monitoring', 15014),
      ],
    }),
    pod(
      namespace,
      'istiod',
      { 'sidecar.istio.io/inject': 'false', ...selector },
      { serviceAccountName: 'istiod', containers: [{ name: 'discovery' }] },
    ),
  ];
}

function gatewayObjects(
  namespace: string,
  { name, labels, component, type, ports }: ProfileGateway,
): object[] {
  const env = [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }];
  return [
    service(namespace, name, labels, { type, ports }),
    pod(
      namespace,
      name,
      {
        chart: 'gateways',
        heritage: 'Tiller',
        release: 'istio',
        'istio.io/dataplane-mode': 'none',
        'istio.io/rev': 'default',
        'operator.istio.io/component': component,
        'service.istio.io/canonical-name': name,
        'service.istio.io/canonical-revision': 'latest',
        'sidecar.istio.io/inject': 'false',
        ...labels,
      },
      {
        serviceAccountName: `${name}-service-account`,
        containers: [{ name: 'istio-proxy', args: ['proxy', 'router'], env }],
      },
    ),
  ];
}

function service(namespace: string, name: string, selector: object, spec: object): object {
  const metadata = { name, namespace, labels: selector };
  return { apiVersion: 'v1', kind: SERVICE.kind, metadata, spec: { selector, ...spec } };
}

function pod(namespace: string, name: string, labels: object, spec: object): object {
  return { apiVersion: 'v1', kind: POD.kind, metadata: { name, namespace, labels }, spec };
}

function servicePort(name: string, port: number, targetPort = port): object {
  return { name, port, targetPort };
}
