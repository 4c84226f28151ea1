import { IST0158 } from '../../../catalogue/istio-workload-codes';
import { proxyContainers } from '../../../istiod/injection/injection';
import { NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { injectorConfigName, injectorConfigs } from '../../../istiod/injection/injector-config';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { REVISION } from '../../../istiod/revision';
import { type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { NAMESPACE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { type ImageTypes, imageTypes } from '../../common/proxy-image-types';
import type { Rule } from '../../rule';

/** Pods run another image of the proxy than the injector would add now. */
export const proxyImage: Rule = {
  name: 'proxy-image',
  reports: [IST0158],
  *check(index) {
    if (index.view(injectorConfigs).size === 0) {
      return;
    }
    const types = index.view(imageTypes);
    for (const object of index.all(NAMESPACE)) {
      const image = injectedImage(index, object);
      const pods = index.view(workloadsOf).in(object.name).filter(isPod);
      const outdated = image === undefined ? [] : pods.filter((pod) => runsAnother(pod, image, types));
      if (outdated.length > 0) {
        yield { type: IST0158, object, text: IST0158.texts.pods(outdated.map(({ name }) => name)) };
      }
    }
  },
};

/** The image of the proxies that are injected in a namespace; undefined where none are. */
function injectedImage(index: MeshIndex, { labels }: Manifest): string | undefined {
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: revision } = labels;
  const isInjected = injection === 'enabled' || revision !== undefined;
  return isInjected ? index.view(injectorConfigs).get(injectorConfigName(revision))?.proxyImage : undefined;
}

function isPod({ manifest }: Workload): boolean {
  return manifest.kind === 'Pod';
}

function runsAnother(pod: Workload, image: string, types: ImageTypes): boolean {
  // The injector takes the image that a pod names.
  if (pod.annotations['sidecar.istio.io/proxyImage']) {
    return false;
  }
  const expected = [image, `${image}-${types.of(pod)}`];
  return proxyContainers(pod).some((proxy) => !expected.includes(String(proxy.image)));
}
