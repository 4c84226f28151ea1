import type { IConstruct } from 'constructs';
import { hostsMatch, isWildcard } from '../../istiod/hosts/host-matching';

/** Gives the names of a DestinationRule's subsets as they are written to the manifest. */
type SubsetNames = () => readonly string[];

/** The subsets of an app's DestinationRules, by host. */
interface Rules {
  readonly exact: Map<string, SubsetNames[]>;
  readonly wildcard: Map<string, SubsetNames[]>;
}

/** The DestinationRules of each app, so that a lookup does not visit all constructs. */
const RULES = new WeakMap<IConstruct, Rules>();

/** @param host as `wholeHost` makes it */
export function registerRule(root: IConstruct, host: string, names: SubsetNames): void {
  const rules = RULES.get(root) ?? { exact: new Map(), wildcard: new Map() };
  RULES.set(root, rules);
  const byHost = isWildcard(host) ? rules.wildcard : rules.exact;
  byHost.set(host, [...(byHost.get(host) ?? []), names]);
}

/**
 * The subsets that the DestinationRules of the app define for a host. Undefined if none of them names this host
 * exactly: then a DestinationRule outside of the app may define the subset.
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

/** The full name of a host. A host without a dot means a Service in the namespace of the object that names it. */
export function wholeHost(host: string, namespace: string | undefined): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}
