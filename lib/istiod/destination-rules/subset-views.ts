import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { serviceRegistryOf } from '../registry/service-registry';
import type { Labels } from '../workloads/workloads';
import { definedSubsets, definitionsOf } from './defined-subsets';
import { type DestinationRule, ruleOf } from './merge-rules';

/** A subset of a host as clients see it. (G4, G6) */
export type SubsetView =
  | { readonly is: 'seen' }
  /** Nobody defines the host or the subset. */
  | { readonly is: 'undefined' }
  | UnseenSubset;

/** A subset that a DestinationRule defines, but none that the clients follow. */
export type UnseenSubset = {
  /** The host whose rules the clients follow. */
  readonly host: string;
  readonly definedBy: Manifest;
} & (
  | { readonly is: 'other rule'; readonly followed: DestinationRule }
  /** The rule is not exported to the client. */
  | { readonly is: 'hidden' }
  /** The rule is for pods with certain labels in its own namespace. */
  | { readonly is: 'other clients'; readonly labels: Labels }
  /** The rule is for another name of the host. */
  | { readonly is: 'other name'; readonly name: string }
  /** The rule is where the client does not look, and the host is defined in `home`. */
  | { readonly is: 'elsewhere'; readonly home: string }
);

/**
 * Whether clients see a subset of a host, and if not, why.
 *
 * @param name the host as a route names it, in full
 * @param followed the rules that they follow when they call the host
 */
export function subsetViewOf(
  index: MeshIndex,
  name: string,
  subset: string,
  followed: readonly DestinationRule[],
): SubsetView {
  if (followed.some(({ subsets }) => subsets.has(subset))) {
    return { is: 'seen' };
  }
  const services = index.view(serviceRegistryOf).behind(name);
  const [home] = services;
  if (!home) {
    return { is: 'undefined' };
  }
  const { host } = home;
  const subsets = index.view(definedSubsets);
  const definitions = definitionsOf(subsets, host, subset);
  const definedBy = definitions[0]?.first;
  if (!definedBy) {
    const forOtherName = name === host ? undefined : definitionsOf(subsets, name, subset)[0]?.first;
    return forOtherName ? { is: 'other name', host, definedBy: forOtherName, name } : { is: 'undefined' };
  }
  const [first] = followed;
  if (first) {
    return { is: 'other rule', host, followed: first, definedBy };
  }
  const whereClientsLook = [...services.map(({ namespace }) => namespace), index.mesh.rootNamespace];
  const [hidden] = definitions.flatMap(({ forAll }) =>
    whereClientsLook.flatMap((namespace) => forAll.get(namespace) ?? []),
  );
  if (hidden) {
    return { is: 'hidden', host, definedBy: hidden };
  }
  const [forSome] = definitions.flatMap((one) => one.forSome ?? []);
  return forSome
    ? { is: 'other clients', host, definedBy: forSome, labels: ruleOf(forSome).workloadSelector ?? {} }
    : { is: 'elsewhere', host, definedBy, home: home.namespace };
}
