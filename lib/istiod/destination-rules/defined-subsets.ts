import { DESTINATION_RULE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { ruleOf } from './merge-rules';

/** By host and name of a subset, the DestinationRules that define it, whichever clients follow them. */
export type DefinedSubsets = HostIndex<Map<string, Manifest[]>>;

/** The subsets that istiod knows; ask for them by `index.view(definedSubsets)`. */
export function definedSubsets(index: MeshIndex): DefinedSubsets {
  return subsetsIn(index.all(DESTINATION_RULE));
}

/** The subsets that DestinationRules for other revisions define; ask for them by `index.view(unreadSubsets)`. (0.1) */
export function unreadSubsets(index: MeshIndex): DefinedSubsets {
  return subsetsIn(index.unread.all(DESTINATION_RULE));
}

/** The DestinationRules that define a subset of a host, those for the most specific host first. */
export function definitionsOf(subsets: DefinedSubsets, host: string, subset: string): readonly Manifest[] {
  return [...subsets.covering(host)].flatMap((byName) => byName.get(subset) ?? []);
}

function subsetsIn(manifests: readonly Manifest[]): DefinedSubsets {
  const byHost: DefinedSubsets = new HostIndex();
  for (const manifest of manifests) {
    const { host, subsets } = ruleOf(manifest);
    const known = byHost.get(host) ?? new Map<string, Manifest[]>();
    byHost.set(host, known);
    for (const name of subsets.keys()) {
      const rules = known.get(name) ?? [];
      known.set(name, rules);
      rules.push(manifest);
    }
  }
  return byHost;
}
