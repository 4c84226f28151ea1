import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hiddenByOlder } from '../../../istiod/policies/hidden-by-older';
import { type ProxyConfig, type ProxyConfigs, proxyConfigsOf } from '../../../istiod/proxy-configs';
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
  const workloads = index.view(workloadsOf);
  const selected = ({ selector, namespace }: ProxyConfig) => workloads.selectedBy(selector, namespace);
  for (const { hidden, older, shared } of hiddenByOlder(configs, selected)) {
    const text = IST9243.texts.workload(fullName(older), objectName(shared.manifest));
    yield { type: IST9243, object: hidden.manifest, field: ['spec', 'selector'], text };
  }
}
