import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import { SIDECAR } from '../../manifests/kinds';

/** Whether pods follow rules of their own: gateways, proxyless gRPC, and pods that bypass their sidecar. */
export function hasUnusualInbound({ annotations, pod }: Workload): boolean {
  const { containers } = pod;
  const isProxyAlone =
    Array.isArray(containers) && containers.length === 1 && containers[0]?.name === 'istio-proxy';
  return (
    isProxyAlone ||
    Object.keys(annotations).some(
      (key) => key === 'inject.istio.io/templates' || key.startsWith('traffic.sidecar.istio.io/'),
    )
  );
}

/** The namespaces in which a Sidecar describes the ports of its pods; ask by `index.view(namespacesWithIngress)`. */
export function namespacesWithIngress(index: MeshIndex): ReadonlySet<string> {
  const describing = index.all(SIDECAR).filter(({ spec }) => objectsIn(fieldsOf(spec).ingress).length > 0);
  return new Set(describing.map(({ namespace }) => namespace));
}
