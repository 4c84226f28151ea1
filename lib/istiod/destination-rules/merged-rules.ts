import { type Fields, fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';
import { isRecord, type Manifest, texts } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { carries, type Labels } from '../workloads/workloads';

/** What is left of the DestinationRules of one namespace for one host once istiod has merged them. (G5) */
export interface MergedRule {
  readonly host: string;
  readonly namespace: string;
  /** In the order in which they were merged, so that the first one's traffic policy counts. */
  readonly from: readonly Manifest[];
  /** As the first of them has it. */
  readonly exportTo: ReadonlySet<string>;
  /** The labels of the clients it is for; undefined for all. */
  readonly workloadSelector?: Labels;
  readonly subsets: ReadonlyMap<string, Fields>;
}

/** The DestinationRules of an index; ask for them by `index.view(destinationRulesOf)`. */
export function destinationRulesOf(index: MeshIndex): DestinationRules {
  const rules = oldestFirst(index.all(DESTINATION_RULE)).map(unmerged);
  // Those for certain clients come first, whatever their age. (0.2)
  const inOrder = [
    ...rules.filter(({ workloadSelector }) => workloadSelector),
    ...rules.filter(({ workloadSelector }) => !workloadSelector),
  ];
  return new DestinationRules(inOrder, index.mesh.rootNamespace);
}

type ByNamespace = ReadonlyMap<string, HostIndex<readonly MergedRule[]>>;

/** DestinationRules by the namespaces that they count in. */
export class DestinationRules {
  private readonly local: ByNamespace;
  private readonly exported: ByNamespace;
  private readonly privateToRoot: ByNamespace;

  /** @param rules in istiod's order */
  constructor(
    rules: readonly MergedRule[],
    private readonly rootNamespace: string,
  ) {
    this.local = merged(rules.filter(isForOwnNamespace));
    this.exported = merged(rules.filter((rule) => !isPrivate(rule)));
    this.privateToRoot = merged(rules.filter((rule) => rule.namespace === rootNamespace && isPrivate(rule)));
  }

  /** Those of a namespace for exactly this host; several where istiod could not merge them. */
  in(namespace: string, host: string): readonly MergedRule[] {
    return this.local.get(namespace)?.get(host) ?? [];
  }

  /**
   * The one that a client follows when it calls a host: of its own namespace, else of the host's, else of the root
   * namespace; never of several. (G4)
   *
   * @param client the namespace and the labels of its pods
   * @param host that is called
   * @param namespace in which the host is defined
   */
  followedBy(
    client: { readonly namespace: string; readonly labels: Labels },
    host: string,
    namespace: string,
  ): MergedRule | undefined {
    // In the root namespace only what is private to it is its own.
    const own = client.namespace === this.rootNamespace ? this.privateToRoot : this.local;
    const rules =
      own.get(client.namespace)?.mostSpecific(host) ??
      nonEmpty(this.exportedBy(namespace, host, client.namespace)) ??
      this.exportedBy(this.rootNamespace, host, client.namespace);
    // Among those for certain clients the first that fits counts, among those for all the last. (G5)
    return (
      rules.find(({ workloadSelector: labels }) => labels && carries(client.labels, labels)) ??
      rules.findLast(({ workloadSelector }) => !workloadSelector)
    );
  }

  /** The most specific host counts even when its rules are not exported to this client. */
  private exportedBy(namespace: string, host: string, client: string): readonly MergedRule[] {
    const rules = this.exported.get(namespace)?.mostSpecific(host) ?? [];
    return rules.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(client));
  }
}

/** One that is still open to others of its host. */
interface OpenRule extends MergedRule {
  readonly from: Manifest[];
  readonly subsets: Map<string, Fields>;
}

function merged(rules: readonly MergedRule[]): ByNamespace {
  const byNamespace = new Map<string, Map<string, OpenRule[]>>();
  for (const rule of rules) {
    const byHost = byNamespace.get(rule.namespace) ?? new Map<string, OpenRule[]>();
    byNamespace.set(rule.namespace, byHost);
    const known = byHost.get(rule.host) ?? [];
    byHost.set(rule.host, known);
    const older = known.find((other) => areMerged(other, rule));
    if (older) {
      older.from.push(...rule.from);
      addNew(older.subsets, rule.subsets);
    } else {
      known.push({ ...rule, from: [...rule.from], subsets: new Map(rule.subsets) });
    }
  }
  return new Map([...byNamespace].map(([namespace, byHost]) => [namespace, new HostIndex(byHost)]));
}

/** A subset that is defined twice keeps its older definition. */
function addNew(subsets: Map<string, Fields>, others: ReadonlyMap<string, Fields>): void {
  for (const [name, subset] of others) {
    if (!subsets.has(name)) {
      subsets.set(name, subset);
    }
  }
}

/** Whether the younger one is put into the older one, rather than kept beside it. (G5) */
function areMerged(older: MergedRule, younger: MergedRule): boolean {
  const { workloadSelector: a } = older;
  const { workloadSelector: b } = younger;
  if (a || b) {
    return a !== undefined && b !== undefined && carries(a, b) && carries(b, a);
  }
  const isSuperset = [...older.exportTo].every((entry) => younger.exportTo.has(entry));
  return isSuperset && (older.exportTo.size > 0 || younger.exportTo.size === 0);
}

function unmerged(manifest: Manifest): MergedRule {
  const { namespace } = manifest;
  const { host, exportTo, subsets, workloadSelector } = fieldsOf(manifest.spec);
  const isForSome = isRecord(workloadSelector);
  return {
    host: fullHost(textOrEmpty(host), namespace),
    namespace,
    from: [manifest],
    // One for certain clients is for its own namespace alone.
    exportTo: new Set(isForSome ? ['.'] : textEntries(exportTo).map(([, entry]) => entry)),
    ...(isForSome ? { workloadSelector: texts(workloadSelector.matchLabels) } : {}),
    subsets: new Map(fieldEntries(subsets).map(([, subset]) => [textOrEmpty(subset.name), subset])),
  };
}

function isForOwnNamespace({ exportTo, namespace }: MergedRule): boolean {
  return exportTo.size === 0 || ['*', '.', namespace].some((entry) => exportTo.has(entry));
}

function isPrivate({ exportTo, namespace }: MergedRule): boolean {
  return exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
}

function nonEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
