import { groupedBy, reachedFrom } from '../../../manifests/collections';
import type { MapEdge, MapNode, MeshMap } from '../../map/map-types';
import { markNamesOf } from '../cards/marks';

/** What a filter may ask for. */
export type FacetKind = 'namespace' | 'host' | 'workload' | 'code' | 'mark';

export interface Facet {
  readonly kind: FacetKind;
  readonly value: string;
}

export function isSameFacet(one: Facet, other: Facet): boolean {
  return one.kind === other.kind && one.value === other.value;
}

/** The facets that a map has, each with the number of its nodes. */
export function facetsOf(
  map: MeshMap,
  codes: readonly (readonly string[])[],
): Map<FacetKind, Map<string, number>> {
  const facets = new Map<FacetKind, Map<string, number>>();
  for (const node of map.nodes) {
    for (const { kind, value } of facetsOfNode(node, codes)) {
      const known = facets.get(kind) ?? new Map<string, number>();
      facets.set(kind, known.set(value, (known.get(value) ?? 0) + 1));
    }
  }
  return facets;
}

function facetsOfNode(node: MapNode, codes: readonly (readonly string[])[]): Facet[] {
  const found = new Set(node.findings.flatMap((place) => codes[place] ?? []));
  return [
    ...(node.namespace === '' ? [] : [{ kind: 'namespace', value: node.namespace } as const]),
    ...(node.column === 'host' ? [{ kind: 'host', value: node.label } as const] : []),
    ...(node.kind === 'workload'
      ? [{ kind: 'workload', value: `${node.namespace}/${node.label}` } as const]
      : []),
    ...[...found].map((value) => ({ kind: 'code', value }) as const),
    ...markNamesOf(node).map((value) => ({ kind: 'mark', value }) as const),
  ];
}

/**
 * The nodes to show: those on the ways through what is asked for. Several values of one kind are alternatives, and different
 * kinds must all be on the way.
 *
 * @param codes the codes of the findings of the map
 * @returns undefined if nothing is asked for
 */
export function shownBy(
  map: MeshMap,
  facets: readonly Facet[],
  codes: readonly (readonly string[])[],
): ReadonlySet<string> | undefined {
  const kinds = [...new Set(facets.map(({ kind }) => kind))];
  const ways = kinds.map((kind) => {
    const asked = facets.filter((facet) => facet.kind === kind);
    const nodes = map.nodes.filter((node) =>
      facetsOfNode(node, codes).some((one) => asked.some((facet) => isSameFacet(facet, one))),
    );
    return waysThrough(
      map.edges,
      nodes.map(({ id }) => id),
    );
  });
  const [first, ...others] = ways;
  return first && new Set([...first].filter((id) => others.every((way) => way.has(id))));
}

/** The nodes, what leads to them, and what they lead to. */
export function waysThrough(edges: readonly MapEdge[], nodes: readonly string[]): Set<string> {
  const forth = edges.filter(({ isBack }) => !isBack);
  const next = groupedBy(forth, ({ from }) => from);
  const before = groupedBy(forth, ({ to }) => to);
  return new Set([
    ...reachedFrom(nodes, (id) => (next.get(id) ?? []).map(({ to }) => to)),
    ...reachedFrom(nodes, (id) => (before.get(id) ?? []).map(({ from }) => from)),
  ]);
}
