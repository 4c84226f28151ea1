import {
  type Fields,
  fieldsOf,
  objectsIn,
  optionalFields,
  textOrEmpty,
  textsIn,
} from '../../manifests/fields';
import { type Manifest, texts } from '../../manifests/manifest';
import { fullHost } from '../hosts/service-host';
import { carries, type Labels } from '../workloads/workloads';

/** One or more DestinationRules of one namespace for one host, merged by istiod. (G5) */
export interface DestinationRule {
  readonly host: string;
  readonly namespace: string;
  /** The rules in the order in which they were merged: of two definitions, the first counts. */
  readonly from: readonly Manifest[];
  /** The `exportTo` of the first rule; empty where the default of the mesh applies. */
  readonly exportTo: ReadonlySet<string>;
  /** The labels of the clients that the rule is for; undefined for all clients. */
  readonly workloadSelector: Labels | undefined;
  readonly trafficPolicy: Fields | undefined;
  /** Subsets by name. */
  readonly subsets: ReadonlyMap<string, Fields>;
}

/** A DestinationRule before it is merged. */
export function ruleOf(manifest: Manifest): DestinationRule {
  const { namespace } = manifest;
  const { host, exportTo, subsets, trafficPolicy, workloadSelector } = fieldsOf(manifest.spec);
  const selector = optionalFields(workloadSelector);
  const byName = new Map<string, Fields>();
  addSubsets(
    byName,
    objectsIn(subsets).map((subset) => [textOrEmpty(subset.name), subset] as const),
  );
  return {
    host: fullHost(textOrEmpty(host), namespace),
    namespace,
    from: [manifest],
    // A rule for certain clients is for its own namespace alone.
    exportTo: new Set(selector ? ['.'] : textsIn(exportTo)),
    workloadSelector: selector && texts(selector.matchLabels),
    trafficPolicy: optionalFields(trafficPolicy),
    subsets: byName,
  };
}

/** A rule that younger rules may still be merged into. */
interface OpenRule extends DestinationRule {
  readonly from: Manifest[];
  readonly subsets: Map<string, Fields>;
  trafficPolicy: Fields | undefined;
}

/**
 * Merges the rules of one namespace for one host, given in istiod's order. istiod merges each rule into earlier rules, keeps
 * it beside them, or does both. (G5)
 */
export function mergeRules(rules: readonly DestinationRule[]): readonly DestinationRule[] {
  if (rules.length < 2) {
    return rules;
  }
  const merged: OpenRule[] = [];
  for (const rule of rules) {
    let standsAlone = true;
    for (const older of merged) {
      const isJoined = areJoined(older, rule);
      standsAlone = !(isJoined && haveSameClients(older, rule));
      if (isJoined) {
        join(older, rule);
      }
    }
    if (standsAlone) {
      merged.push({ ...rule, from: [...rule.from], subsets: new Map(rule.subsets) });
    }
  }
  return merged;
}

/** Whether a younger rule is merged into an older one. */
function areJoined(older: DestinationRule, younger: DestinationRule): boolean {
  const areForSomeClients = older.workloadSelector !== undefined && younger.workloadSelector !== undefined;
  if (areForSomeClients && !haveSameClients(older, younger)) {
    return false;
  }
  const isWider = [...older.exportTo].every((entry) => younger.exportTo.has(entry));
  return older.exportTo.size === 0 ? younger.exportTo.size === 0 : isWider;
}

function haveSameClients(
  { workloadSelector: a }: DestinationRule,
  { workloadSelector: b }: DestinationRule,
): boolean {
  return a && b ? carries(a, b) && carries(b, a) : a === b;
}

function join(older: OpenRule, { from, trafficPolicy, subsets }: DestinationRule): void {
  older.from.push(...from);
  older.trafficPolicy ??= trafficPolicy;
  addSubsets(older.subsets, subsets);
}

/** Of several subsets with one name, the first counts. */
function addSubsets(
  byName: Map<string, Fields>,
  subsets: Iterable<readonly [name: string, subset: Fields]>,
): void {
  for (const [name, subset] of subsets) {
    if (!byName.has(name)) {
      byName.set(name, subset);
    }
  }
}
