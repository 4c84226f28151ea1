import { fieldsOf } from '../manifests/fields';
import { PROXY_CONFIG } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';
import { refTo } from '../manifests/object-ref';
import type { MeshIndex } from './mesh-index';
import { oldestFirst } from './oldest-first';
import { policySelector, type SelectingPolicy } from './policies/policy';
import { SelectedPolicies } from './policies/selected-policies';
import { hasLabels } from './workloads/selectors';
import type { Workload } from './workloads/workloads';

/** A ProxyConfig as istiod reads it. */
export interface ProxyConfig extends SelectingPolicy {
  readonly manifest: Manifest;
}

/** The ProxyConfigs of a mesh; ask for them by `index.view(proxyConfigsOf)`. */
export function proxyConfigsOf(index: MeshIndex): ProxyConfigs {
  return new ProxyConfigs(index);
}

/** ProxyConfigs by scope. Of several for one scope, only the oldest has an effect. (J4) */
export class ProxyConfigs {
  /** The ProxyConfigs for whole namespaces, oldest first. That of the root namespace is for the mesh. */
  readonly withoutSelector: readonly ProxyConfig[];
  /** The ProxyConfigs that select pods of their namespace by labels, oldest first. */
  readonly withSelector: readonly ProxyConfig[];
  private readonly bySelector: SelectedPolicies<ProxyConfig>;

  constructor(index: MeshIndex) {
    const all = oldestFirst(index.all(PROXY_CONFIG));
    const read = (manifest: Manifest) => ({
      ...refTo(manifest),
      selector: policySelector(manifest),
      manifest,
    });
    // A selector without labels selects no pod.
    this.withoutSelector = all.filter(({ spec }) => !fieldsOf(spec).selector).map(read);
    this.withSelector = all.map(read).filter(({ selector }) => hasLabels(selector));
    this.bySelector = new SelectedPolicies(this.withSelector);
  }

  /** The ProxyConfigs that select a workload, oldest first. Only the first has an effect. */
  selecting(workload: Workload): readonly ProxyConfig[] {
    return this.bySelector.of(workload);
  }
}
