import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type ProxyConfigs, proxyConfigsOf } from '../../../istiod/proxy-configs';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import type { Rule } from '../../rule';

export const IST9243 = {
  code: 'IST9243',
  name: 'ProxyConfigsInConflict',
  level: 'Warning',
  summary: 'Two ProxyConfigs are for the same pods, and only the older one has an effect.',
  texts: {
    namespace: (other: string) =>
      `ProxyConfig "${other}" is for the whole namespace too, and only the older one has an effect; put the settings into one of them`,
    mesh: (other: string) =>
      `ProxyConfig "${other}" is for the whole mesh too, and only the older one has an effect; put the settings into one of them`,
    workload: (other: string, workload: string) =>
      `ProxyConfig "${other}" selects ${workload} too, and only the older one has an effect there; put the settings into one of them, or narrow the selectors`,
  },
} as const satisfies MessageType;

/** Settings of several ProxyConfigs for one scope are not merged. (J4) */
export const conflictingProxyConfigs: Rule = {
  name: 'conflicting-proxy-configs',
  reports: [IST9243],
  *check(index) {
    const configs = index.view(proxyConfigsOf);
    yield* ofNamespaces(configs, index.mesh.rootNamespace);
    yield* ofWorkloads(index, configs);
  },
};

function* ofNamespaces({ withoutSelector }: ProxyConfigs, rootNamespace: string): Iterable<Finding> {
  for (const [namespace, [oldest, ...others]] of groupedBy(withoutSelector, (config) => config.namespace)) {
    const text = IST9243.texts[namespace === rootNamespace ? 'mesh' : 'namespace'](fullName(oldest));
    yield* others.map(({ manifest: object }) => ({ type: IST9243, object, text }));
  }
}

function* ofWorkloads(index: MeshIndex, configs: ProxyConfigs): Iterable<Finding> {
  if (configs.withSelector.length < 2) {
    return;
  }
  const workloads = index.view(workloadsOf);
  for (const config of configs.withSelector) {
    const shared = workloads
      .selectedBy(config.selector, config.namespace)
      .find((workload) => configs.selecting(workload)[0] !== config);
    const [oldest] = shared ? configs.selecting(shared) : [];
    if (shared && oldest) {
      const text = IST9243.texts.workload(fullName(oldest), objectName(shared.manifest));
      yield { type: IST9243, object: config.manifest, field: ['spec', 'selector'], text };
    }
  }
}
