import { groupedBy, lazily, memoized } from '../../manifests/collections';
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
  /** The hosts that namespaces have rules of their own for, with these namespaces. */
  private readonly owners: () => HostIndex<Owned>;

  /** The namespaces whose own rules for exactly this host do not define a subset for all clients. */
  private readonly ownersWithout = memoized(
    ({ host }: Owned, subset: string) => `${subset} ${host}`,
    ({ host, namespaces }, subset): readonly string[] =>
      [...namespaces].filter((namespace) => !doAllSee(this.in(namespace, host), subset)),
  );

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

  /** Whether all clients in a namespace see a subset of a host, whatever their labels are. */
  doAllSee(subset: string, service: HostDefinition, namespace: string): boolean {
    return doAllSee(this.followedIn(namespace, service), subset);
  }

  /**
   * All namespaces in which some clients may not see a subset of a host that {@link ELSEWHERE} sees, and perhaps others.
   * To ask for each namespace of a large mesh takes too long.
   */
  namespacesWithout(subset: string, { host, namespace }: HostDefinition): ReadonlySet<string> {
    const owners = [...this.owners().covering(host)].flatMap((owned) => this.ownersWithout(owned, subset));
    const named = [namespace, this.rootNamespace]
      .flatMap((owner) => this.exported.get(owner)?.mostSpecific(host)?.() ?? NO_RULES)
      .flatMap(({ exportTo }) => [...exportTo]);
    return new Set([...owners, ...named]);
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

/** A host, and the namespaces that have rules of their own for it. */
interface Owned {
  readonly host: string;
  readonly namespaces: ReadonlySet<string>;
}

function ownersByHost(rules: readonly DestinationRule[]): HostIndex<Owned> {
  const groups = groupedBy(rules.filter(isForOwnNamespace), ({ host }) => host);
  return new HostIndex(
    [...groups].map(
      ([host, group]) => [host, { host, namespaces: new Set(group.map((rule) => rule.namespace)) }] as const,
    ),
  );
}

/** Whether clients see a subset, whichever of these rules they follow. The last is for those that no other rule selects. */
function doAllSee(rules: readonly DestinationRule[], subset: string): boolean {
  const last = rules.at(-1);
  return last !== undefined && !last.workloadSelector && rules.every(({ subsets }) => subsets.has(subset));
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
