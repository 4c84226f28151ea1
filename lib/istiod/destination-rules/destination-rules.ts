import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { texts } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { carries, type Labels } from '../workloads/workloads';

/** What is left of the DestinationRules for one host once istiod has merged them. */
export interface DestinationRule {
  /** In the order in which they were merged. */
  readonly from: readonly Manifest[];
  readonly namespace: string;
  readonly exportTo: ReadonlySet<string>;
  /** The labels of the clients it is for; undefined for all. */
  readonly workloadSelector: Labels | undefined;
  readonly trafficPolicy: Fields | undefined;
  readonly subsets: readonly Fields[];
}

type RulesByHost = HostIndex<DestinationRule[]>;

const NO_RULES: readonly DestinationRule[] = [];

/** The DestinationRules of an index; ask for them by `index.view(destinationRulesOf)`. */
export function destinationRulesOf(index: MeshIndex): DestinationRules {
  const { rootNamespace, defaultDestinationRuleExportTo } = index.mesh;
  const read = oldestFirst(index.all(DESTINATION_RULE)).map(ruleOf);
  // Those for certain clients come first, whatever their age. (0.2)
  const sorted = [
    ...read.filter(({ rule }) => rule.workloadSelector),
    ...read.filter(({ rule }) => !rule.workloadSelector),
  ];
  return new DestinationRules(sorted, rootNamespace, textsIn(defaultDestinationRuleExportTo).includes('.'));
}

interface HostRule {
  readonly host: string;
  readonly rule: DestinationRule;
}

/** DestinationRules by the namespaces that they count in. (G4) */
export class DestinationRules {
  private readonly local = new Map<string, RulesByHost>();
  private readonly exported = new Map<string, RulesByHost>();
  private readonly rootOnly: RulesByHost = new HostIndex();

  constructor(
    rules: readonly HostRule[],
    private readonly rootNamespace: string,
    isPrivateByDefault: boolean,
  ) {
    for (const { host, rule } of rules) {
      const { exportTo, namespace } = rule;
      if (exportTo.size === 0 || ['*', '.', namespace].some((entry) => exportTo.has(entry))) {
        merge(rulesIn(this.local, namespace), host, rule);
      }
      const isPrivate =
        exportTo.size === 0
          ? isPrivateByDefault
          : exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
      if (!isPrivate) {
        merge(rulesIn(this.exported, namespace), host, rule);
      } else if (namespace === rootNamespace) {
        merge(this.rootOnly, host, rule);
      }
    }
  }

  /**
   * The one that a client follows when it calls a host: of its own namespace, else of the host's, else of the root
   * namespace; never of several. (G4)
   *
   * @param client the namespace and the labels of its pods
   * @param service the namespace that the host is defined in
   */
  chosenFor(
    client: { readonly namespace: string; readonly labels: Labels },
    service: { readonly host: string; readonly namespace: string },
  ): DestinationRule | undefined {
    const own = client.namespace === this.rootNamespace ? this.rootOnly : this.local.get(client.namespace);
    const rules =
      own?.mostSpecific(service.host) ??
      nonEmpty(this.exportedBy(service.namespace, service.host, client.namespace)) ??
      this.exportedBy(this.rootNamespace, service.host, client.namespace);
    // Among those for certain clients the first that fits counts, among those for all the last. (G5)
    return (
      rules.find(
        ({ workloadSelector, namespace }) =>
          workloadSelector && namespace === client.namespace && carries(client.labels, workloadSelector),
      ) ?? rules.findLast(({ workloadSelector }) => !workloadSelector)
    );
  }

  /** The most specific host counts even if its rules are not exported to the client. (G4) */
  private exportedBy(namespace: string, host: string, client: string): readonly DestinationRule[] {
    const rules = this.exported.get(namespace)?.mostSpecific(host) ?? NO_RULES;
    return rules.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(client));
  }
}

function nonEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}

function rulesIn(byNamespace: Map<string, RulesByHost>, namespace: string): RulesByHost {
  const known = byNamespace.get(namespace);
  if (known) {
    return known;
  }
  const rules: RulesByHost = new HostIndex();
  byNamespace.set(namespace, rules);
  return rules;
}

/** Puts a rule to those of its host and namespace, into one that it may be merged with or beside them. (G5) */
function merge(rules: RulesByHost, host: string, rule: DestinationRule): void {
  const known = rules.get(host);
  if (!known) {
    rules.set(host, [rule]);
    return;
  }
  let standsAlone = true;
  for (const [i, existing] of known.entries()) {
    const isSame = areEqual(rule.exportTo, existing.exportTo);
    const isWider = existing.exportTo.size > 0 && isSuperset(rule.exportTo, existing.exportTo);
    const areForAll = !rule.workloadSelector && !existing.workloadSelector;
    const areForSome = rule.workloadSelector !== undefined && existing.workloadSelector !== undefined;
    const areForTheSame = areForSome && sameLabels(rule.workloadSelector, existing.workloadSelector);
    if (!(isSame || isWider) || (areForSome && !areForTheSame)) {
      standsAlone = true;
      continue;
    }
    standsAlone = !(areForAll || areForTheSame);
    known[i] = combined(existing, rule);
  }
  if (standsAlone) {
    known.push(rule);
  }
}

function combined(existing: DestinationRule, rule: DestinationRule): DestinationRule {
  const names = new Set(existing.subsets.map(({ name }) => name));
  return {
    ...existing,
    from: [...existing.from, ...rule.from],
    trafficPolicy: existing.trafficPolicy ?? rule.trafficPolicy,
    subsets: [...existing.subsets, ...rule.subsets.filter(({ name }) => !names.has(name))],
  };
}

function ruleOf(manifest: Manifest): HostRule {
  const { namespace } = manifest;
  const spec = fieldsOf(manifest.spec);
  const selector = optionalFields(spec.workloadSelector);
  return {
    host: fullHost(textOf(spec.host) ?? '', namespace),
    rule: {
      from: [manifest],
      namespace,
      // One for certain clients is for its own namespace alone.
      exportTo: new Set(selector ? ['.'] : textsIn(spec.exportTo)),
      workloadSelector: selector && texts(selector.matchLabels),
      trafficPolicy: optionalFields(spec.trafficPolicy),
      subsets: objectsIn(spec.subsets),
    },
  };
}

function areEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && isSuperset(a, b);
}

function isSuperset(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...b].every((entry) => a.has(entry));
}

function sameLabels(a: Labels = {}, b: Labels = {}): boolean {
  return carries(a, b) && carries(b, a);
}
