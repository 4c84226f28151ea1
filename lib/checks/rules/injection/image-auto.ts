import type { Finding } from '../../../catalogue/finding';
import { IST0146, IST0147 } from '../../../catalogue/istio-workload-codes';
import type { MessageType } from '../../../catalogue/message-type';
import { isInjectorAsked } from '../../../istiod/injection/injection';
import { containersOf, podPath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { DEPLOYMENT, POD } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A proxy has the image that an injector replaces, and no injector is asked about its pods. */
export const imageAuto: Rule = {
  name: 'image-auto',
  reports: [IST0146, IST0147],
  *check(index) {
    for (const pod of index.view(workloadsOf).ofKinds(POD)) {
      // An injector would have replaced the image when the pod was created.
      yield* autoImage(pod, IST0147, IST0147.texts.notInjected());
    }
    for (const deployment of index.view(workloadsOf).ofKinds(DEPLOYMENT)) {
      if (!isInjectorAsked(index, deployment)) {
        yield* autoImage(deployment, IST0146, IST0146.texts.notInjected());
      }
    }
  },
};

function* autoImage(workload: Workload, type: MessageType, text: string): Iterable<Finding> {
  const { manifest: object } = workload;
  const place = containersOf(workload).findIndex(
    ({ name, image }) => name === 'istio-proxy' && image === 'auto',
  );
  if (place >= 0) {
    yield { type, object, field: [...podPath(object.kind), 'spec', 'containers', place, 'image'], text };
  }
}
