import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { haveCommonViewers, visibilityOf } from '../../../istiod/visibility';
import { isSameData } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9208 = {
  code: 'IST9208',
  name: 'DestinationRulesInConflict',
  kiali: ['KIA0201'],
  level: 'Warning',
  summary:
    'Several DestinationRules of one namespace are for the same host, and istiod ignores parts of them.',
  texts: {
    trafficPolicy: (host: string, other: string) =>
      `DestinationRule "${other}" also has a traffic policy for "${host}", and istiod uses only the policy of the older one; put both into one DestinationRule`,
    subset: (name: string, host: string, other: string) =>
      `DestinationRule "${other}" defines subset "${name}" of "${host}" differently, and istiod uses only the definition of the older one; define each subset once`,
    exportTo: (host: string, other: string) =>
      `DestinationRule "${other}" is also for "${host}", but exported to other namespaces, so istiod does not merge the two: clients that see both follow only the younger one; export both to the same namespaces, or put them into one`,
  },
} as const satisfies MessageType;

/** istiod merges several DestinationRules for one host only in part. (G5) */
export const conflictingDestinationRules: Rule = {
  name: 'conflicting-destination-rules',
  reports: [IST9208],
  *check(index) {
    const rules = index.view(destinationRulesOf);
    for (const [namespace, host] of hostsOf(index)) {
      const here = rules.in(namespace, host).filter(({ workloadSelector }) => !workloadSelector);
      for (const merged of here.filter(({ from }) => from.length > 1)) {
        yield* lostPolicies(merged);
        yield* lostSubsets(merged);
      }
      if (here.length > 1) {
        yield* hiddenRules(here, index.mesh.defaultDestinationRuleExportTo);
      }
    }
  },
};

function hostsOf(index: MeshIndex): Iterable<[namespace: string, host: string]> {
  const hosts = new Map<string, [string, string]>();
  for (const { namespace, spec } of index.all(DESTINATION_RULE)) {
    const host = fullHost(textOrEmpty(fieldsOf(spec).host), namespace);
    hosts.set(`${namespace} ${host}`, [namespace, host]);
  }
  return hosts.values();
}

function* lostPolicies({ from, host }: DestinationRule): Iterable<Finding> {
  const [first, ...others] = from.filter(({ spec }) => fieldsOf(spec).trafficPolicy);
  for (const object of others) {
    if (first && !isSameData(fieldsOf(first.spec).trafficPolicy, fieldsOf(object.spec).trafficPolicy)) {
      const text = IST9208.texts.trafficPolicy(host, fullName(first));
      yield { type: IST9208, object, field: ['spec', 'trafficPolicy'], text };
    }
  }
}

function* lostSubsets({ from, host }: DestinationRule): Iterable<Finding> {
  const known = new Map<string, { readonly object: Manifest; readonly subset: unknown }>();
  for (const object of from) {
    for (const [i, subset] of fieldEntries(fieldsOf(object.spec).subsets)) {
      const name = textOrEmpty(subset.name);
      const first = known.get(name);
      if (!first) {
        known.set(name, { object, subset });
      } else if (first.object !== object && !isSameData(first.subset, subset)) {
        const text = IST9208.texts.subset(name, host, fullName(first.object));
        yield { type: IST9208, object, field: ['spec', 'subsets', i], text };
      }
    }
  }
}

/** Of rules that are not merged, a client that sees several follows the last. */
function* hiddenRules(rules: readonly DestinationRule[], meshDefault: readonly string[]): Iterable<Finding> {
  const last = rules.at(-1);
  const [younger] = last?.from ?? [];
  for (const older of last && younger ? rules.slice(0, -1) : []) {
    const [object] = older.from;
    if (object && last && younger && haveCommonClients(older, last, meshDefault)) {
      const text = IST9208.texts.exportTo(older.host, fullName(younger));
      const field = older.exportTo.size > 0 ? ['spec', 'exportTo'] : ['spec', 'host'];
      yield { type: IST9208, object, field, text };
    }
  }
}

function haveCommonClients(a: DestinationRule, b: DestinationRule, meshDefault: readonly string[]): boolean {
  const visibility = ({ exportTo, namespace }: DestinationRule) =>
    visibilityOf([...exportTo], namespace, meshDefault);
  return haveCommonViewers(visibility(a), visibility(b));
}
