import type { Finding } from '../../../catalogue/finding';
import { IST0102, IST0123, IST0148 } from '../../../catalogue/istio-workload-codes';
import { DATAPLANE_MODE, NAMESPACE_INJECTION } from '../../../istiod/injection/injection-labels';
import { injectorConfigName, injectorConfigs } from '../../../istiod/injection/injector-config';
import { SYSTEM_NAMESPACES } from '../../../istiod/injection/namespaces';
import { ISTIO_NAMESPACE } from '../../../istiod/mesh-config';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { REVISION } from '../../../istiod/revision';
import { NAMESPACE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** A namespace has no label, or several labels, that say whether its pods get sidecars. */
export const namespaceInjection: Rule = {
  name: 'namespace-injection',
  reports: [IST0102, IST0123, IST0148],
  *check(index) {
    for (const namespace of index.all(NAMESPACE)) {
      if (namespace.name !== ISTIO_NAMESPACE && !SYSTEM_NAMESPACES.includes(namespace.name)) {
        yield* severalLabels(namespace);
        yield* noLabel(index, namespace);
      }
    }
  },
};

function* severalLabels(object: Manifest): Iterable<Finding> {
  const { labels } = object;
  const injection = labels[NAMESPACE_INJECTION];
  // Where injection is disabled, the other labels do not contradict it.
  const others = injection === undefined || injection === 'enabled' ? [REVISION, DATAPLANE_MODE] : [];
  const present = [NAMESPACE_INJECTION, ...others].filter((name) => labels[name] !== undefined);
  const [, second] = present;
  if (second !== undefined) {
    const text = IST0123.texts.several(present.map((name) => `${name}=${labels[name]}`));
    yield { type: IST0123, object, field: ['metadata', 'labels', second], text };
  }
}

function* noLabel(index: MeshIndex, object: Manifest): Iterable<Finding> {
  const { labels } = object;
  if (labels[DATAPLANE_MODE] === 'ambient' || labels[NAMESPACE_INJECTION] || labels[REVISION] !== undefined) {
    return;
  }
  const field = ['metadata', 'labels'];
  const injector = index.view(injectorConfigs).get(injectorConfigName());
  if (injector?.enablesNamespacesByDefault) {
    yield { type: IST0148, object, field, text: IST0148.texts.enabled() };
  } else {
    yield { type: IST0102, object, field, text: IST0102.texts.unlabelled() };
  }
}
