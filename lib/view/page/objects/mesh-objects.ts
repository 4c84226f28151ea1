import { groupedBy } from '../../../manifests/collections';
import {
  AUTHORIZATION_POLICY,
  isKnownKind,
  type Kind,
  PEER_AUTHENTICATION,
  POD,
  POD_OWNERS,
  REQUEST_AUTHENTICATION,
  SERVICE,
} from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { type GroupedRef, groupedKind, keyOf } from '../../map/grouped-ref';

/** Kinds whose objects decide who gets in. */
const POLICIES: readonly Kind[] = [AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION];
/** Kinds that the map has a card for. */
const ON_MAP = new Set([SERVICE, POD, ...POD_OWNERS].map(({ kind }) => kind));
/** Kinds that are about the cluster more than about requests. */
const QUIET = new Set(['ServiceAccount', 'Secret', 'ConfigMap', 'Node', 'CustomResourceDefinition']);

export function isPolicy({ kind, group }: Pick<GroupedRef, 'kind' | 'group'>): boolean {
  return POLICIES.some((policy) => policy.kind === kind && (group ?? policy.group) === policy.group);
}

/** The objects that checks and traces read, one for each name: of several, the last counts. */
export function objectsWithSay(manifests: readonly Manifest[]): Manifest[] {
  return [...new Map(manifests.filter(isKnownKind).map((manifest) => [keyOf(manifest), manifest])).values()];
}

/** Objects by kind: first policies, then the others that have no card of their own on the map. */
export function objectsByKind(objects: readonly Manifest[]): [kind: string, objects: readonly Manifest[]][] {
  const shown = objects.filter(({ kind }) => !ON_MAP.has(kind) && !QUIET.has(kind));
  const rank = (kind: string) => (isPolicy({ kind }) ? 0 : 1);
  return [...groupedBy(shown, groupedKind)].sort(
    ([one], [other]) => rank(one) - rank(other) || one.localeCompare(other),
  );
}
