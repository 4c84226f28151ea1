import { IST0103 } from '../../../catalogue/istio-workload-codes';
import { proxyContainers } from '../../../istiod/injection/injection';
import { DATAPLANE_MODE, injectValue, NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { namespaceLabels } from '../../../istiod/injection/namespaces';
import { ISTIO_NAMESPACE } from '../../../istiod/mesh-config';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { POD } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A pod has no sidecar in a namespace that asks for one: it was created before the namespace had the label. */
export const missingProxy: Rule = {
  name: 'missing-proxy',
  reports: [IST0103],
  *check(index) {
    for (const pod of index.view(workloadsOf).ofKinds(POD)) {
      const { manifest: object, namespace } = pod;
      const labels = namespaceLabels(index, namespace) ?? {};
      const isWanted = labels[NAMESPACE_INJECTION] === 'enabled' && labels[DATAPLANE_MODE] !== 'ambient';
      const isRefused = injectValue(pod)?.toLowerCase() === 'false';
      const cannotHaveOne = pod.pod.hostNetwork === true || namespace === ISTIO_NAMESPACE;
      if (isWanted && !isRefused && !cannotHaveOne && !proxyContainers(pod)[0]?.image) {
        const text = IST0103.texts.missing(namespace);
        yield { type: IST0103, object, field: ['spec', 'containers'], text };
      }
    }
  },
};
