import { groupedBy, lazily } from '../../manifests/collections';
import { DESTINATION_RULE } from '../../manifests/kinds';
import { HostIndex } from '../hosts/host-index';
import type { MeshConfig } from '../mesh-config';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { carries, type Labels } from '../workloads/workloads';
import { type DestinationRule, mergeRules, ruleOf } from './merge-rules';

/** The DestinationRules of an index; ask for them by `index.view(destinationRulesOf)`. */
export function destinationRulesOf(index: MeshIndex): DestinationRules {
  const rules = oldestFirst(index.all(DESTINATION_RULE)).map(ruleOf);
  // Rules for certain clients come first, whatever their age. (0.2)
  const sorted = [
    ...rules.filter(({ workloadSelector }) => workloadSelector),
    ...rules.filter(({ workloadSelector }) => !workloadSelector),
  ];
  return new DestinationRules(sorted, index.mesh);
}

/** A client by what decides which DestinationRules it follows. */
export interface RuleClient {
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
}

/** A host, and the namespace that defines it. */
export interface HostDefinition {
  readonly host: string;
  readonly namespace: string;
}

/** The name of no namespace. It stands for all that have no rules of their own, and that no rule is exported to by name. */
export const ELSEWHERE = '';

type ByNamespace = ReadonlyMap<string, HostIndex<() => readonly DestinationRule[]>>;

const NO_RULES: readonly DestinationRule[] = [];

/** DestinationRules by the namespaces that they count in. (G4) */
export class DestinationRules {
  /** The rules that count for clients in their own namespace. */
  private readonly local: ByNamespace;
  /** The rules that may count for clients elsewhere. */
  private readonly exported: ByNamespace;
  /** The rules that count for clients in the root namespace as its own. */
  private readonly privateToRoot: ByNamespace;
  private readonly rootNamespace: string;
  /** The namespaces that have rules of their own for a host. */
  private readonly owners: () => HostIndex<ReadonlySet<string>>;

  /** @param rules in istiod's order */
  constructor(rules: readonly DestinationRule[], mesh: MeshConfig) {
    const isPrivate = (rule: DestinationRule) => isPrivateIn(rule, mesh);
    this.rootNamespace = mesh.rootNamespace;
    this.owners = lazily(() => ownersByHost(rules));
    this.local = byNamespace(rules.filter(isForOwnNamespace));
    this.exported = byNamespace(rules.filter((rule) => !isPrivate(rule)));
    this.privateToRoot = byNamespace(
      rules.filter((rule) => rule.namespace === mesh.rootNamespace && isPrivate(rule)),
    );
  }

  /** The rules of a namespace for exactly this host; several where istiod cannot merge them. */
  in(namespace: string, host: string): readonly DestinationRule[] {
    return this.local.get(namespace)?.get(host)?.() ?? NO_RULES;
  }

  /**
   * The rule that a client follows when it calls a host: a rule of its own namespace, else of the host's, else of the root
   * namespace. It never follows several. (G4)
   */
  chosenFor(client: RuleClient, service: HostDefinition): DestinationRule | undefined {
    return this.followedIn(client.namespace, service).find(
      ({ workloadSelector }) => !workloadSelector || carries(client.labels, workloadSelector),
    );
  }

  /**
   * The rules that clients in a namespace follow when they call a host: each client the first that is for it. Rules for
   * certain clients come first, in istiod's order; of those for all clients only the last counts. (G5)
   */
  followedIn(namespace: string, service: HostDefinition): readonly DestinationRule[] {
    const own = namespace === this.rootNamespace ? this.privateToRoot : this.local;
    const rules =
      own.get(namespace)?.mostSpecific(service.host)?.() ??
      nonEmpty(this.exportedBy(service.namespace, service.host, namespace)) ??
      this.exportedBy(this.rootNamespace, service.host, namespace);
    if (rules.length === 1 && !rules[0]?.workloadSelector) {
      return rules;
    }
    const forSome = rules.filter((rule) => rule.workloadSelector && rule.namespace === namespace);
    const forAll = rules.findLast(({ workloadSelector }) => !workloadSelector);
    return forAll ? [...forSome, forAll] : forSome;
  }

  /** The namespaces in which clients may follow other rules for a host than {@link ELSEWHERE}. */
  *specialNamespaces({ host, namespace }: HostDefinition): Iterable<string> {
    for (const namespaces of this.owners().covering(host)) {
      yield* namespaces;
    }
    for (const owner of [namespace, this.rootNamespace]) {
      const rules = this.exported.get(owner)?.mostSpecific(host)?.() ?? NO_RULES;
      yield* rules.flatMap(({ exportTo }) => [...exportTo]);
    }
  }

  /** The most specific host counts even if its rules are not exported to the client. (G4) */
  private exportedBy(namespace: string, host: string, client: string): readonly DestinationRule[] {
    const rules = this.exported.get(namespace)?.mostSpecific(host)?.() ?? NO_RULES;
    const isSeen = ({ exportTo }: DestinationRule) =>
      exportTo.size === 0 || exportTo.has('*') || exportTo.has(client);
    return rules.every(isSeen) ? rules : rules.filter(isSeen);
  }
}

/** The default of the mesh does not hide a rule from its own namespace. */
function isForOwnNamespace({ exportTo, namespace }: DestinationRule): boolean {
  return exportTo.size === 0 || ['*', '.', namespace].some((entry) => exportTo.has(entry));
}

function ownersByHost(rules: readonly DestinationRule[]): HostIndex<ReadonlySet<string>> {
  const groups = groupedBy(rules.filter(isForOwnNamespace), ({ host }) => host);
  return new HostIndex(
    [...groups].map(([host, group]) => [host, new Set(group.map(({ namespace }) => namespace))] as const),
  );
}

/** Of the default of the mesh, only `.` counts. (G4) */
function isPrivateIn({ exportTo, namespace }: DestinationRule, mesh: MeshConfig): boolean {
  return exportTo.size === 0
    ? mesh.defaultDestinationRuleExportTo.includes('.')
    : exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
}

function byNamespace(rules: readonly DestinationRule[]): ByNamespace {
  const groups = groupedBy(rules, ({ namespace }) => namespace);
  return new Map([...groups].map(([namespace, group]) => [namespace, byHost(group)]));
}

/** Rules are merged when a client first asks for their host. */
function byHost(rules: readonly DestinationRule[]): HostIndex<() => readonly DestinationRule[]> {
  const groups = groupedBy(rules, ({ host }) => host);
  return new HostIndex([...groups].map(([host, group]) => [host, lazily(() => mergeRules(group))] as const));
}

function nonEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
