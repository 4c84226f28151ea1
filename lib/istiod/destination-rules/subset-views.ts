import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { serviceRegistryOf } from '../registry/service-registry';
import { definedSubsets, definitionOf } from './defined-subsets';
import { destinationRulesOf } from './destination-rules';
import type { DestinationRule } from './merge-rules';

/** A subset of a host as clients see it. (G4, G6) */
export type SubsetView =
  | { readonly is: 'seen' }
  /** Nobody defines the host or the subset. */
  | { readonly is: 'undefined' }
  /** The client follows a rule that does not define the subset. */
  | { readonly is: 'other rule'; readonly followed: DestinationRule; readonly definedBy: Manifest }
  /** The rule beside the host is not exported to the client. */
  | { readonly is: 'hidden'; readonly definedBy: Manifest }
  /** The rule is where the client does not look, and the host is defined in `home`. */
  | { readonly is: 'elsewhere'; readonly definedBy: Manifest; readonly home: string };

/**
 * Whether clients see a subset of a host, and if not, why.
 *
 * @param followed the rules that they follow when they call the host
 */
export function subsetViewOf(
  index: MeshIndex,
  host: string,
  subset: string,
  followed: readonly DestinationRule[],
): SubsetView {
  if (followed.some(({ subsets }) => subsets.has(subset))) {
    return { is: 'seen' };
  }
  const services = index.view(serviceRegistryOf).named(host);
  const [home] = services;
  const definedBy = definitionOf(index.view(definedSubsets), host, subset);
  if (!home || !definedBy) {
    return { is: 'undefined' };
  }
  const [first] = followed;
  if (first) {
    return { is: 'other rule', followed: first, definedBy };
  }
  const [beside] = services
    .flatMap(({ namespace }) => index.view(destinationRulesOf).in(namespace, host))
    .flatMap(({ subsets, from }) => (subsets.has(subset) ? from : []));
  return beside ? { is: 'hidden', definedBy: beside } : { is: 'elsewhere', definedBy, home: home.namespace };
}
