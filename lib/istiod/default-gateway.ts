import { fieldsOf, objectsIn } from '../manifests/fields';
import { POD, POD_OWNERS } from '../manifests/kinds';
import { isOf, type Manifest, manifestOf } from '../manifests/manifest';
import { defaultProfile } from './default-profile';
import { workloadOf } from './workloads/workloads';

export const DEFAULT_GATEWAY = 'istio-ingressgateway';
/** Those of the Service that `istioctl install` makes with its default profile. (L2) */
const PORTS: readonly unknown[] = [80, 443, 15021];
/** Those of its pods, but for the two that they are selected by. (L2) */
const LABELS = {
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

/**
 * The objects of Istio's default profile, for those that are not among the manifests. A gateway's workload there of any
 * kind stands in for the profile's. (L2, L4)
 */
export function defaultObjects(manifests: readonly Manifest[], rootNamespace: string): Manifest[] {
  const isReplaced = ({ kind, name, namespace }: Manifest) =>
    kind === POD.kind &&
    manifests.some((one) => one.name === name && one.namespace === namespace && runsPods(one));
  return defaultProfile(rootNamespace)
    .filter((manifest) => !isReplaced(manifest))
    .map((manifest) => (manifest.name === DEFAULT_GATEWAY ? asInstalled(manifest) : manifest));
}

function runsPods(manifest: Manifest): boolean {
  return [POD, ...POD_OWNERS].some((kind) => isOf(kind, manifest)) && workloadOf(manifest).length > 0;
}

function asInstalled(manifest: Manifest): Manifest {
  const { object, origin, kind } = manifest;
  const spec = fieldsOf(object.spec);
  const metadata = fieldsOf(object.metadata);
  const changed =
    kind === 'Service'
      ? {
          ...object,
          spec: { ...spec, ports: objectsIn(spec.ports).filter(({ port }) => PORTS.includes(port)) },
        }
      : {
          ...object,
          metadata: { ...metadata, labels: { ...LABELS, ...fieldsOf(metadata.labels) } },
          spec: {
            ...spec,
            containers: [
              {
                name: 'istio-proxy',
                args: ['proxy', 'router'],
                env: [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }],
              },
            ],
          },
        };
  return manifestOf(changed, origin) ?? manifest;
}
