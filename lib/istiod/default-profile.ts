import { POD, SERVICE } from '../manifests/kinds';
import { type Manifest, manifestOf } from '../manifests/manifest';

const GATEWAY_NAME = 'istio-ingressgateway';
const GATEWAY_LABELS = { app: GATEWAY_NAME, istio: 'ingressgateway' };
const ORIGIN = { file: "(istioctl's default profile)" };

/**
 * The objects that `istioctl install` makes with its default profile and that others refer to. (L2, L4)
 *
 * The gateway's Service has ports 31400 and 15443 as well, which `istioctl analyze` takes for granted.
 */
export function defaultProfile(rootNamespace: string): Manifest[] {
  const metadata = (name: string, labels = {}) => ({ name, namespace: rootNamespace, labels });
  const service = (name: string, selector: object, ports: object[]) => ({
    apiVersion: 'v1',
    kind: SERVICE.kind,
    metadata: metadata(name, selector),
    spec: { selector, ports },
  });
  const pod = (name: string, labels: object, serviceAccountName: string) => ({
    apiVersion: 'v1',
    kind: POD.kind,
    metadata: metadata(name, labels),
    spec: { serviceAccountName, containers: [{ name: 'istio-proxy' }] },
  });
  const port = (name: string, number: number, targetPort = number) => ({ name, port: number, targetPort });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: rootNamespace } },
    // The API server, which every cluster has.
    {
      apiVersion: 'v1',
      kind: SERVICE.kind,
      metadata: { name: 'kubernetes', namespace: 'default' },
      spec: { ports: [port('https', 443, 6443)] },
    },
    service(GATEWAY_NAME, GATEWAY_LABELS, [
      port('status-port', 15021),
      port('http2', 80, 8080),
      port('https', 443, 8443),
      port('tcp', 31400),
      port('tls', 15443),
    ]),
    pod(
      GATEWAY_NAME,
      { ...GATEWAY_LABELS, 'sidecar.istio.io/inject': 'false' },
      'istio-ingressgateway-service-account',
    ),
    service('istiod', { app: 'istiod' }, [
      port('grpc-xds', 15010),
      port('https-dns', 15012),
      port('https-webhook', 443, 15017),
      port('http-monitoring', 15014),
    ]),
    pod('istiod', { app: 'istiod' }, 'istiod'),
  ].flatMap((object) => manifestOf(object, ORIGIN) ?? []);
}
