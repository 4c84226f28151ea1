import { DESTINATION_RULE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { ruleOf } from './merge-rules';

/** The DestinationRules for one host that define a subset, whichever clients follow them. */
export interface SubsetDefinitions {
  readonly first: Manifest;
  /** The first rule for all clients, by namespace. */
  readonly forAll: ReadonlyMap<string, Manifest>;
  /** The first rule for certain clients. */
  readonly forSome: Manifest | undefined;
}

interface OpenDefinitions extends SubsetDefinitions {
  readonly forAll: Map<string, Manifest>;
  forSome: Manifest | undefined;
}

/** The definitions of subsets by host and name. */
export type DefinedSubsets = HostIndex<ReadonlyMap<string, SubsetDefinitions>>;

/** The subsets that istiod knows; ask for them by `index.view(definedSubsets)`. */
export function definedSubsets(index: MeshIndex): DefinedSubsets {
  return subsetsIn(index.all(DESTINATION_RULE));
}

/** The subsets that DestinationRules for other revisions define; ask for them by `index.view(unreadSubsets)`. (0.1) */
export function unreadSubsets(index: MeshIndex): DefinedSubsets {
  return subsetsIn(index.unread.all(DESTINATION_RULE));
}

/** The definitions of a subset of a host, those for the most specific host first. */
export function definitionsOf(subsets: DefinedSubsets, host: string, subset: string): SubsetDefinitions[] {
  return [...subsets.covering(host)].flatMap((byName) => byName.get(subset) ?? []);
}

function subsetsIn(manifests: readonly Manifest[]): DefinedSubsets {
  const byHost = new HostIndex<Map<string, OpenDefinitions>>();
  for (const manifest of manifests) {
    const { host, subsets, workloadSelector } = ruleOf(manifest);
    const byName = byHost.get(host) ?? new Map<string, OpenDefinitions>();
    byHost.set(host, byName);
    for (const name of subsets.keys()) {
      const known = byName.get(name) ?? { first: manifest, forAll: new Map(), forSome: undefined };
      byName.set(name, known);
      if (workloadSelector) {
        known.forSome ??= manifest;
      } else if (!known.forAll.has(manifest.namespace)) {
        known.forAll.set(manifest.namespace, manifest);
      }
    }
  }
  return byHost;
}
