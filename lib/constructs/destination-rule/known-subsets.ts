import type { IConstruct } from 'constructs';
import { hostsMatch, isWildcard } from '../../istiod/hosts/hosts';

/** The names of a DestinationRule's subsets, as they are written. */
type SubsetNames = () => readonly string[];

/** DestinationRules by their hosts. */
interface Rules {
  readonly exact: Map<string, SubsetNames[]>;
  readonly wildcard: Map<string, SubsetNames[]>;
}

/** Those of each app, so that looking one up takes no walk through all constructs. */
const RULES = new WeakMap<IConstruct, Rules>();

/** @param host as `wholeHost` makes it */
export function registerRule(root: IConstruct, host: string, names: SubsetNames): void {
  const rules = RULES.get(root) ?? { exact: new Map(), wildcard: new Map() };
  RULES.set(root, rules);
  const byHost = isWildcard(host) ? rules.wildcard : rules.exact;
  byHost.set(host, [...(byHost.get(host) ?? []), names]);
}

/**
 * The subsets that DestinationRules of the app define for a host; undefined when none is for this host alone, so that
 * one elsewhere in the cluster may be.
 */
export function subsetsOf(root: IConstruct, host: string): ReadonlySet<string> | undefined {
  const rules = RULES.get(root);
  const exact = rules?.exact.get(host);
  if (!rules || !exact) {
    return undefined;
  }
  const covering = [...rules.wildcard].filter(([pattern]) => hostsMatch(pattern, host));
  return new Set([...exact, ...covering.flatMap(([, all]) => all)].flatMap((names) => names()));
}

/** What Istio makes of a host without a dot: a Service in the namespace of the object that names it. */
export function wholeHost(host: string, namespace: string | undefined): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}
