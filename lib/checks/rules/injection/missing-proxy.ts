import { IST0103 } from '../../../catalogue/istio-workload-codes';
import {
  DATAPLANE_MODE,
  INJECT,
  NAMESPACE_INJECTION,
  proxyContainers,
} from '../../../istiod/injection/injection';
import { workloadOf } from '../../../istiod/workloads/workloads';
import { NAMESPACE, POD } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Pods without a sidecar where their namespace asks for one: they were there before it did. */
export const missingProxy: Rule = {
  name: 'missing-proxy',
  reports: [IST0103],
  *check(index) {
    for (const pod of index.all(POD).flatMap(workloadOf)) {
      const { manifest: object, namespace, labels, annotations } = pod;
      const asked = index.get(NAMESPACE, '', namespace)?.labels ?? {};
      const isAsked = asked[NAMESPACE_INJECTION] === 'enabled' && asked[DATAPLANE_MODE] !== 'ambient';
      const isRefused = (labels[INJECT] ?? annotations[INJECT] ?? '').toLowerCase() === 'false';
      const cannotHaveOne = pod.pod.hostNetwork === true || namespace === 'istio-system';
      if (isAsked && !isRefused && !cannotHaveOne && !proxyContainers(pod)[0]?.image) {
        yield {
          type: IST0103,
          object,
          field: ['spec', 'containers'],
          text: IST0103.texts.missing(namespace),
        };
      }
    }
  },
};
